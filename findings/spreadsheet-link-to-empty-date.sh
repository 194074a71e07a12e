#!/usr/bin/env bash
# A date cell that links to an empty cell is read as midnight: a time of day, not a date, not empty.
#
# One would guess: a column in the format dd-mm-yyyy gives dates, and None where there is none.
# What happens: in a workbook that gathers other sheets, `=Activities!C7` over an empty cell has the
# value 0 (shown as 00-01-1900). Both openpyxl and python-calamine decide by value as well as by
# format: 0 becomes datetime.time(0, 0), which is neither empty nor a date nor a number.
# Why it matters: «no end date yet» passes a test for emptiness, and then fails, or is stored as a
# time, far from the file. In Python a time is always true, so `if value` does not catch it. Treat
# a time in a date column as empty. The same holds for a half: 0,5 in a date format is noon.
#
# Seen with python-calamine 0.9.1, openpyxl 3.1.5, XlsxWriter 3.3.1 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5 XlsxWriter==3.3.1

"$place/venv/bin/python" - <<'PY'
import datetime
from importlib.metadata import version
from io import BytesIO

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

for name in ("python-calamine", "openpyxl", "XlsxWriter"):
    print(name, version(name))

file = BytesIO()
workbook = xlsxwriter.Workbook(file)
gathered, activities = workbook.add_worksheet("Gathered"), workbook.add_worksheet("Activities")
day = workbook.add_format({"num_format": "dd-mm-yyyy"})
activities.write_datetime("C6", datetime.date(2026, 6, 1), day)
gathered.write_formula("A1", "=Activities!C6", day, 46174)
gathered.write_formula("A2", "=Activities!C7", day, 0)
gathered.write_number("A3", 0.5, day)
workbook.close()

by_openpyxl = [row[0].value for row in openpyxl.load_workbook(file, data_only=True).worksheets[0]]
file.seek(0)
by_calamine = [row[0] for row in CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()]
print("openpyxl:", by_openpyxl)
print("calamine:", by_calamine)

midnight, noon = datetime.time(0, 0), datetime.time(12, 0)
assert by_openpyxl == [datetime.datetime(2026, 6, 1), midnight, noon]
assert by_calamine == [datetime.date(2026, 6, 1), midnight, noon]
assert bool(midnight)
PY
