#!/usr/bin/env bash
# The history of Django's admin shows the names of changed fields in English on a translated site.
#
# One would guess: the names of fields are lazy translations, so the history («Ændrede …») shows them
# in the language of whoever reads it.
# What happens: the admin keeps the changed form's labels in English and looks them up again when they
# are shown. A label is the field's name with a capital first letter, «Expected when», while the
# catalogue knows the name as the model gives it, «expected when», as Django's own style asks. So a
# sentence is translated and the name inside it is not, on every model whose names begin small.
# Why it matters: the history of a municipal system is read by people who know no English, and the
# form above it, with the same labels, is all Danish. Give the catalogue both spellings, or translate
# the kept names yourself.
#
# Seen with Django 5.2.19 and polib 1.2.0 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 polib==1.2.0
cd "$place"

venv/bin/python - <<'PY'
import json
import os

import django
import polib
from django.conf import settings

folder = "locale/da/LC_MESSAGES"
os.makedirs(folder)
catalogue = polib.POFile()
catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8", "Language": "da"}
catalogue.append(polib.POEntry(msgid="expected when", msgstr="forventes hvornår"))
catalogue.save_as_mofile(f"{folder}/django.mo")

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.admin"],
    LOCALE_PATHS=["locale"],
    LANGUAGE_CODE="da",
    USE_I18N=True,
    DATABASES={},
)
django.setup()

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import construct_change_message
from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.Model):
    pacing = models.CharField(_("expected when"), max_length=9)

    class Meta:
        app_label = "measured"


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ["pacing"]


form = CriterionForm({"pacing": "even"}, initial={"pacing": "at_due"})
form.is_valid()
kept = construct_change_message(form, [], add=False)
shown = LogEntry(action_flag=CHANGE, change_message=json.dumps(kept))
label = str(form["pacing"].label)
print("Django", django.__version__)
print("on the form:    ", label)
print("in the history: ", shown.get_change_message())
assert label == "Forventes hvornår", label
assert shown.get_change_message() == "Ændrede Expected when.", shown.get_change_message()
PY
