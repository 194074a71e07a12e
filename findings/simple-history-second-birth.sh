#!/usr/bin/env bash
# django-simple-history writes «created» again for rows that were already there.
#
# One would guess: bulk_create_with_history(…, ignore_conflicts=True), the natural call for loading
# a register once more, writes history for the rows it has created and none for the rest.
# What happens: with ignore_conflicts the database does not say which rows went in. The function
# therefore looks up all rows that fit the given values and writes a «+» for each: loading the same
# list three times leaves every row created three times, while the table stays the same.
# bulk_history_create() knows «+» and «~» only: for rows about to be deleted it writes a «+» too, and
# there is no call in bulk for «-».
# Why it matters: the history is what an audit is shown, and it answers «who created this, and when»
# with whoever loaded the list last. Leave out the known rows first, and write deletions' «-» yourself.
#
# Seen with django-simple-history 3.13.0 and Django 5.2.19 on SQLite, Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 django-simple-history==3.13.0

"$place/venv/bin/python" - <<'PY'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "simple_history"],
)
django.setup()

from django.contrib.auth.models import User
from django.db import connection, models
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history


class Place(models.Model):
    number = models.IntegerField(unique=True)
    history = HistoricalRecords()

    class Meta:
        app_label = "simple_history"


with connection.schema_editor() as editor:
    for model in (User, Place, Place.history.model):
        editor.create_model(model)

print("django-simple-history", version("django-simple-history"), "Django", django.__version__)
counts = []
for load in (1, 2, 3):
    bulk_create_with_history([Place(number=number) for number in range(100)], Place, ignore_conflicts=True)
    counts.append((Place.objects.count(), Place.history.filter(history_type="+").count()))
    print(f"load {load} of the same 100: rows, «created» entries =", counts[-1])

one = Place.objects.get(number=7)
types = list(one.history.order_by("history_id").values_list("history_type", flat=True))
print("history of one row:", types)

doomed = list(Place.objects.filter(number__lt=10))
Place.history.bulk_history_create(doomed)
after_bulk = Place.history.order_by("-history_id").values_list("history_type", flat=True)[0]
print("bulk_history_create() for rows about to go writes:", after_bulk)

assert counts == [(100, 100), (100, 200), (100, 300)]
assert types == ["+", "+", "+"] and after_bulk == "+"
PY
