#!/usr/bin/env bash
# Django asks the database whether 50 >= 0: one SELECT for each check constraint of each object.
#
# One would guess: full_clean() judges a CheckConstraint in Python; its condition speaks of the
# object's own fields, and all values are at hand. Only unique constraints need a look-up.
# What happens: CheckConstraint.validate() sends `SELECT 1 … WHERE (50 >= 0)`, with no table in it,
# once per constraint and object, on SQLite too. 200 objects with 3 checks make 600 queries.
# Why it matters: an import that validates row by row before it saves, 1.000 rows and three checks,
# makes 3.000 round trips to PostgreSQL before the first row is written, and each rule moved from
# clean() into the database, which is sound, adds another 1.000. Leave validate_constraints out of
# such a load (full_clean(validate_constraints=False)), check in Python, and let the table refuse.
#
# Seen with Django 5.2.19 on SQLite, Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19

"$place/venv/bin/python" - <<'PY'
import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.contenttypes"],
)
django.setup()

from django.db import connection, models
from django.db.models import Q
from django.test.utils import CaptureQueriesContext


class Share(models.Model):
    percent = models.IntegerField()

    class Meta:
        app_label = "contenttypes"
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=0), name="not_negative"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="at_most_all"),
            models.CheckConstraint(condition=~Q(percent=13), name="not_thirteen"),
        ]


print("Django", django.__version__)
shares = [Share(percent=50) for _ in range(200)]
with CaptureQueriesContext(connection) as asked:
    for share in shares:
        share.full_clean()
with CaptureQueriesContext(connection) as spared:
    for share in shares:
        share.full_clean(validate_constraints=False)
print(f"200 objects, 3 checks: {len(asked)} queries; without validate_constraints: {len(spared)}")
for query in asked.captured_queries[:3]:
    print("  ", query["sql"])

assert (len(asked), len(spared)) == (600, 0)
assert not any("FROM" in query["sql"] for query in asked.captured_queries)
PY
