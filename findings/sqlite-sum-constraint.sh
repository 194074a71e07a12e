#!/usr/bin/env bash
# On SQLite a check that parts add up to a total refuses 0,10 + 0,20 = 0,30.
#
# One would guess: DecimalField is for money, so CheckConstraint(total = own + other) holds for
# amounts with two decimals as it does on PostgreSQL, whose numeric is exact.
# What happens: SQLite has no decimals. The column keeps a binary fraction, the sum is made of
# binary fractions, and about every third correct budget line (319 of 999 here) breaks the
# constraint. full_clean() asks the database as well, so the user reads in the form that a right
# sum is wrong, and no Python test of the same sum shows it: Decimal adds correctly there.
# Why it matters: a grant's budget or a programme's own and outside funding is just this rule, and
# whole kroner in the test data never reveal it. Round the sum in the constraint (none of 999 is
# refused then), or keep whole øre in an integer.
#
# Seen with Django 5.2.19 and the sqlite3 of Python 3.11 (SQLite 3.40.1).
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19

"$place/venv/bin/python" - <<'PY'
import sqlite3
from decimal import Decimal

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes"],
)
django.setup()

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.db.models.functions import Round


class Amounts(models.Model):
    own = models.DecimalField(max_digits=10, decimal_places=2)
    other = models.DecimalField(max_digits=10, decimal_places=2)
    total = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        abstract = True
        app_label = "contenttypes"


added = models.F("own") + models.F("other")


class Plain(Amounts):
    class Meta(Amounts.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(total=added), name="plain_sum")]


class Rounded(Amounts):
    class Meta(Amounts.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(total=Round(added, 2)), name="rounded_sum")]


with connection.schema_editor() as editor:
    editor.create_model(Plain)
    editor.create_model(Rounded)

print("Django", django.__version__, "SQLite", sqlite3.sqlite_version)
refused = {}
for model in (Plain, Rounded):
    by_form, by_table = [], []
    for number in range(1, 1000):
        own, other = Decimal(number) / 100, Decimal(2 * number) / 100
        line = model(own=own, other=other, total=own + other)
        try:
            line.full_clean()
        except ValidationError:
            by_form.append(number)
        try:
            line.save()
        except IntegrityError:
            by_table.append(number)
    refused[model.__name__] = (by_form, by_table)
    print(f"{model.__name__}: of 999 right sums full_clean() refuses {len(by_form)}, the table {len(by_table)}")
    for number in by_form[:2]:
        print(f"   for example {Decimal(number) / 100} + {Decimal(2 * number) / 100} = {Decimal(3 * number) / 100}")

assert refused["Rounded"] == ([], [])
assert 10 in refused["Plain"][0] and 100 not in refused["Plain"][0]
assert refused["Plain"][0] == refused["Plain"][1] and len(refused["Plain"][0]) > 100
PY
