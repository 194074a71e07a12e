#!/usr/bin/env bash
# python-calamine gives a cell in error (#N/A, #DIV/0!) as the same '' as a cell left empty.
#
# One would guess: a lookup that failed in the sender's workbook arrives as a text «#N/A», as
# openpyxl gives it, or as an error; an empty value means that nobody filled the cell in.
# What happens: every error value comes back as '' from .xlsx and .xls alike, and no method tells
# the two apart afterwards. And where two libraries meet: openpyxl writes the plain text «#N/A» as
# an error cell by itself, so a remark exported that way is gone when calamine reads it back.
# Why it matters: a column of failed lookups loads as «no answer» or «no target» with nothing to
# show for it, and the share is worked out from the rest. Where errors must be refused, read the
# cell types with openpyxl (data_type «e»).
#
# Seen with python-calamine 0.9.1, openpyxl 3.1.5, XlsxWriter 3.3.1, xlwt 1.3.0 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5 XlsxWriter==3.3.1 xlwt==1.3.0

"$place/venv/bin/python" - <<'PY'
from importlib.metadata import version
from io import BytesIO

import openpyxl
import xlsxwriter
import xlwt
from python_calamine import CalamineWorkbook

for name in ("python-calamine", "openpyxl", "XlsxWriter", "xlwt"):
    print(name, version(name))

# Each error value with its number in the old format.
ERRORS = {
    "#N/A": 0x2A,
    "#DIV/0!": 0x07,
    "#REF!": 0x17,
    "#NAME?": 0x1D,
    "#VALUE!": 0x0F,
    "#NUM!": 0x24,
    "#NULL!": 0x00,
}


def calamine(file):
    file.seek(0)
    return [row[1] for row in CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()]


# Column A is filled all the way down, so that the rows below stand whatever B holds.
modern = BytesIO()
workbook = xlsxwriter.Workbook(modern)
sheet = workbook.add_worksheet()
for row, error in enumerate([*ERRORS, None]):
    sheet.write(row, 0, f"row {row}")
    if error:
        sheet.write_formula(row, 1, "=VLOOKUP(A1,D1:E9,2,FALSE)", None, error)
workbook.close()

old = BytesIO()
workbook = xlwt.Workbook()
sheet = workbook.add_sheet("S")
for row, error in enumerate([*ERRORS, None]):
    sheet.write(row, 0, f"row {row}")
    if error:
        sheet.row(row).set_cell_error(1, ERRORS[error])
workbook.save(old)

written = BytesIO()
workbook = openpyxl.Workbook()
workbook.active.append(["remark", "#N/A"])
workbook.active.append(["remark", "n/a"])
kind = workbook.active["B1"].data_type
workbook.save(written)

opened = openpyxl.load_workbook(modern, data_only=True).active
by_openpyxl = [(row[1].value, row[1].data_type) for row in opened.iter_rows(max_col=2)]
seen = {"xlsx": calamine(modern), "xls": calamine(old), "text by openpyxl": calamine(written)}
print("openpyxl, the last is empty:", by_openpyxl)
for source, values in seen.items():
    print(f"calamine, {source}:", values)

assert by_openpyxl == [*((error, "e") for error in ERRORS), (None, "n")]
assert seen["xlsx"] == seen["xls"] == [""] * (len(ERRORS) + 1)
assert kind == "e" and seen["text by openpyxl"] == ["", "n/a"]
PY
