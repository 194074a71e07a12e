#!/usr/bin/env bash
# By python-stdnum a minutes' file name is a Danish citizen: date and time make a valid CPR number.
#
# One would guess: stdnum.dk.cpr.is_valid() answers whether ten digits are a CPR number, as the same
# package does for other countries, whose numbers end in a check digit.
# What happens: Denmark ran out of numbers with a right check digit for some birthdays in 2007 and has
# issued others since, so the check of the sum is left out for all days, and every ten digits that
# begin with a date that has been are valid. «150911-1830», half past six on 15 September 2011 in a
# file's name, is somebody born in 1911, and so are most times of day on most days.
# Why it matters: who refuses texts that hold a CPR number with this test refuses minutes, photographs
# and log files named by date and hour, and who only warns teaches people to press on. Work out the
# sum yourself: where it holds, refuse; where it does not and only the date fits, ask; and know that
# numbers without the sum were given out for few birthdays, 1 January foremost.
#
# Seen with python-stdnum 2.2 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
cd "$place"

venv/bin/python - <<'PY'
import datetime

from stdnum.dk import cpr

print("150911-1830:", cpr.is_valid("150911-1830"), "born", cpr.get_birth_date("150911-1830"))

minute, valid, with_sum = datetime.timedelta(minutes=1), 0, 0
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
moment = datetime.datetime(2011, 9, 15)
for _ in range(24 * 60):
    digits = moment.strftime("%d%m%y%H%M")
    valid += cpr.is_valid(digits)
    with_sum += sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0
    moment += minute
print(f"of the 1440 minutes of 15 September 2011, {valid} are valid; the sum holds for {with_sum}")

assert cpr.is_valid("150911-1830")
assert cpr.get_birth_date("150911-1830").year == 1911
assert valid == 1440 and 0 < with_sum < 150, (valid, with_sum)
PY
