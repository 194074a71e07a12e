#!/usr/bin/env bash
# Eid of 2011 is 30 August by one library of the Islamic calendar and 31 August by another.
#
# One would guess: the first day of Shawwal is a date like Easter: two libraries that turn Islamic
# years into ours give the same day, or say that they do not know.
# What happens: convertdate works with a calendar of fixed months (every other one of 30 days), made
# for historians; hijridate with the tables that Saudi Arabia publishes. Both answer with a plain date
# and no word of doubt, and of the 22 years from 1428 to 1449 they differ by a day in 14.
# Why it matters: a city that plans a celebration, or a criterion due «after Eid», takes the day from a
# library once a year, and a hall hired by the wrong table is hired for the day after. Take the
# published tables, and let a person set the day all the same: the mosques of a city announce theirs.
#
# Seen with convertdate 2.5.1 and hijridate 2.6.0 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check convertdate==2.5.1 hijridate==2.6.0
cd "$place"

venv/bin/python - <<'PY'
import datetime

from convertdate import islamic
from hijridate import Hijri

SHAWWAL = 10
differ = 0
for year in range(1428, 1450):
    fixed = datetime.date(*islamic.to_gregorian(year, SHAWWAL, 1))
    published = Hijri(year, SHAWWAL, 1).to_gregorian()
    differ += fixed != published
    print(year, "fixed months:", fixed, " published tables:", published.isoformat())
print(differ, "of 22 years differ")

assert datetime.date(*islamic.to_gregorian(1432, SHAWWAL, 1)) == datetime.date(2011, 8, 31)
assert Hijri(1432, SHAWWAL, 1).to_gregorian().isoformat() == "2011-08-30"
assert differ == 13, differ
PY
