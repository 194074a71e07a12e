#!/usr/bin/env bash
# Babel numbers the weeks of «da» otherwise than those of «da_DK».
#
# One would guess: Danish calendars know one week numbering (ISO 8601), and the locale «da», which
# is what Django's get_language() returns, gives it.
# What happens: the language alone names no country, so Babel takes the world's rule, by which
# week 1 is the week that holds 1 January. Dates, months and decimals look perfectly Danish. Weeks
# agree in 2025 and nearly all of 2026, then every single day of 2027 and 2028 is one week off.
# Swedish, Norwegian and German without a country do the same.
# Why it matters: plans and attendance in Danish municipalities go by week number, and a test
# written in an ordinary year stays green. Pass «da_DK», or take the week from date.isocalendar().
#
# Seen with Babel 2.19.0 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Babel==2.19.0

"$place/venv/bin/python" - <<'PY'
from datetime import date, timedelta
from importlib.metadata import version

from babel import Locale
from babel.dates import format_date

print("Babel", version("babel"))


def days_off(locale, year):
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return sum(
        int(format_date(day, "w", locale=locale)) != day.isocalendar().week
        for day in days
        if day.year == year
    )


seen = {}
for locale in ("da", "da_DK", "sv", "nb", "de"):
    seen[locale] = [days_off(locale, year) for year in range(2025, 2030)]
    least = Locale.parse(locale).min_week_days
    print(f"{locale:6} days of 2025-2029 with another week than ISO: {seen[locale]}, week 1 has at least {least} day(s)")

monday = date(2027, 3, 1)
texts = {locale: format_date(monday, "EEEE d. MMMM y, 'uge' w", locale=locale) for locale in ("da", "da_DK")}
print(texts, "ISO week", monday.isocalendar().week)

assert seen["da_DK"] == [0, 0, 0, 0, 0]
assert seen["da"] == seen["sv"] == seen["nb"] == seen["de"] == [0, 4, 365, 366, 0]
assert texts == {"da": "mandag 1. marts 2027, uge 10", "da_DK": "mandag 1. marts 2027, uge 9"}
PY
