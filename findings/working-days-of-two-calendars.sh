#!/usr/bin/env bash
# Two well-known calendars of Danish public holidays disagree on which days of 2024 are working days.
#
# One would guess: workalendar and holidays know the same closed days of Denmark, so it does not
# matter which of them turns a full-time year into net hours, or a deadline into a working day.
# What happens: Denmark did away with store bededag from 2024 on. holidays ends it there; workalendar,
# in a release made after that, still has it in 2024 and every later year, and gives it no last year.
# Besides, workalendar counts 24 December as closed, as most offices do, and holidays only
# when its optional days are asked for. Constitution Day and New Year's Eve are in neither by default.
# Why it matters: by one of them a full-time year of 2024 has two working days (some 15 hours) fewer
# than by the other, and a deadline «five working days» ahead lands on another day in spring. Store
# bededag is the mistake of the two; whether Christmas Eve is a working day is for the office to say.
#
# Seen with workalendar 17.0.0 and holidays 0.109 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check workalendar==17.0.0 holidays==0.109
cd "$place"

venv/bin/python - <<'PY'
import datetime

import holidays
from workalendar.europe import Denmark

one, other = Denmark(), holidays.Denmark(language="da")


def closed_on_weekdays(year):
    """The weekdays on which an office is closed, by each of the two."""
    first = datetime.date(year, 1, 1)
    days = [first + datetime.timedelta(n) for n in range(366)]
    weekdays = [day for day in days if day.year == year and day.weekday() < 5]
    return (
        {day for day in weekdays if not one.is_working_day(day)},
        {day for day in weekdays if day in other},
    )


for year in (2023, 2024, 2026):
    mine, yours = closed_on_weekdays(year)
    print(
        year,
        "closed:", len(mine), "and", len(yours),
        "| only workalendar:", sorted(day.isoformat() for day in mine - yours),
        "| only holidays:", sorted(day.isoformat() for day in yours - mine),
    )

mine, yours = closed_on_weekdays(2024)
assert mine - yours == {datetime.date(2024, 4, 26), datetime.date(2024, 12, 24)}
assert not yours - mine
assert datetime.date(2026, 5, 1) in closed_on_weekdays(2026)[0], "store bededag of 2026"
mine, yours = closed_on_weekdays(2023)
assert datetime.date(2023, 5, 5) in mine & yours, "in 2023 both have store bededag"
PY
