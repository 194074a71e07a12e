#!/usr/bin/env bash
# Saving an F() expression changes the row, raises an error, and leaves no history.
#
# One would guess: `counter.seen = F("seen") + 1; counter.save()`, which Django teaches against lost
# updates, works on a model with HistoricalRecords, or fails as a whole.
# What happens: Django 5.2 keeps the expression on the object after the UPDATE. django-simple-history
# then builds its own row from the object, and an INSERT cannot hold F(): ValueError. The UPDATE has
# gone through by then. Without a transaction around it (ATOMIC_REQUESTS is off by default) it stays:
# the value is new, the history holds the old one, the user sees an error and tries again.
# Why it matters: the person most careful about two users at once breaks the audit trail. Put save()
# in atomic() and count on a locked, freshly read row instead.
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
from django.db import connection, models, transaction
from django.db.models import F
from simple_history.models import HistoricalRecords


class Counter(models.Model):
    seen = models.IntegerField()
    history = HistoricalRecords()

    class Meta:
        app_label = "simple_history"


with connection.schema_editor() as editor:
    for model in (User, Counter, Counter.history.model):
        editor.create_model(model)


def add_one(counter):
    counter.seen = F("seen") + 1
    try:
        counter.save()
    except ValueError as error:
        return f"ValueError: {error}"
    return "saved"


def state(counter):
    row = Counter.objects.get(pk=counter.pk)
    return row.seen, list(row.history.order_by("history_id").values_list("seen", flat=True))


print("django-simple-history", version("django-simple-history"), "Django", django.__version__)
plain, guarded = Counter.objects.create(seen=5), Counter.objects.create(seen=5)
answer = add_one(plain)
print(answer)
print("without a transaction: value, values in the history =", state(plain))

try:
    with transaction.atomic():
        guarded.seen = F("seen") + 1
        guarded.save()
except ValueError:
    pass
print("inside atomic():       value, values in the history =", state(guarded))

assert answer.startswith("ValueError")
assert state(plain) == (6, [5])
assert state(guarded) == (5, [5])
PY
