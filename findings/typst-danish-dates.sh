#!/usr/bin/env bash
# typst set to Danish writes «Friday 1. May 2026» and 12.5: dates and decimals ignore the language.
#
# One would guess: `#set text(lang: "da", region: "dk")` makes the whole document Danish, as it does
# for the words that typst adds itself («Indhold», «Tabel»).
# What happens: datetime.display() gives English weekdays and months whatever the language, and
# numbers keep the decimal point, with no warning.
# Why it matters: headings and captions in the draft are Danish, so one believes the setting; the
# rest shows on the page where a date is spelt out. Hand finished texts for dates and numbers to
# typst.
#
# Seen with typst 0.15.2 (read back with pypdf 7.1.1) on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 pypdf==7.1.1

"$place/venv/bin/python" - <<'PY'
from importlib.metadata import version
from io import BytesIO

import pypdf
import typst

print("typst", version("typst"))
source = b"""
#set text(lang: "da", region: "dk")
#outline()
#let day = datetime(year: 2026, month: 5, day: 1)
#day.display("[weekday] [day padding:none]. [month repr:long] [year]"): #12.5 timer
#figure(table([x]), caption: [Timer])
"""
page = pypdf.PdfReader(BytesIO(typst.compile(source, format="pdf"))).pages[0]
text = page.extract_text().replace("\N{NO-BREAK SPACE}", " ")
print(text)

assert "Indhold" in text and "Tabel 1" in text
assert "Friday 1. May 2026: 12.5 timer" in text
assert "fredag" not in text.lower() and "12,5" not in text
PY
