#!/usr/bin/env bash
# A form's field keeps the value that it showed when somebody first looked, whatever `initial` says later.
#
# One would guess: form.initial is what an unbound form shows, so a form that looks at one of its own
# fields («which kind is chosen?») and then fills in a proposal by changing form.initial shows the proposal.
# What happens: form["kind"].value() remembers the first answer for as long as the form lives. The
# fields that were looked at show the old value, those that were not show the new one, and
# form.get_initial_for_field() says the new one for all of them: half of a proposal is on the page.
# Why it matters: forms that ask what they need by what is chosen look first and fill in afterwards,
# and a target without its measure reads like a decision. Read the sent data or form.initial yourself.
#
# Seen with Django 5.2.19, Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19

"$place/venv/bin/python" - <<'PY'
import django
from django import forms
from django.conf import settings

settings.configure(INSTALLED_APPS=[])
django.setup()


class Criterion(forms.Form):
    kind = forms.ChoiceField(choices=[("count", "Count"), ("share", "Share")], initial="count")
    target = forms.IntegerField(required=False)


form = Criterion()
looked = form["kind"].value()
form.initial |= {"kind": "share", "target": 70}

shown = {name: form[name].value() for name in ("kind", "target")}
said = {name: form.get_initial_for_field(form.fields[name], name) for name in ("kind", "target")}
print("Django", django.__version__)
print("looked at first:", looked)
print("shown after the proposal:", shown)
print("said by the form:", said)
print("selected in the page:", 'value="count" selected' in str(form["kind"]))

assert looked == "count"
assert shown == {"kind": "count", "target": 70}
assert said == {"kind": "share", "target": 70}
assert 'value="count" selected' in str(form["kind"])
PY
