"""The forms of a decision: what was decided, and how far it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import PersonField
from accounts.models.roles import May
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import DanishDateField, SafeCharField, SubmissionField
from reports.models import Decision
from reports.services.decisions import DECISION_FIELDS, DecisionInput

FOLLOW_UP_FIELDS = ("followed_up", "closed_on")


class DecisionForm(ConcurrentEditForm):
    text = SafeCharField(
        label=_("What was decided?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = DanishDateField(label=_("By when?"), required=False)
    responsible = PersonField(
        May.WRITE_SECTIONS, label=_("Who is responsible?"), required=False, empty_label="–"
    )
    submission = SubmissionField()

    def __init__(self, *args: Any, decision: Decision | None = None, **kwargs: Any) -> None:
        values = {name: getattr(decision, name) for name in DECISION_FIELDS} if decision else {}
        super().__init__(*args, values=values, **kwargs)
        people: Any = self.fields["responsible"]
        people.keep(decision.responsible_id if decision else None)

    def given(self) -> DecisionInput:
        return DecisionInput(**{name: self.cleaned_data[name] for name in DECISION_FIELDS})


class FollowUpForm(ConcurrentEditForm):
    followed_up = SafeCharField(
        label=_("How far is it?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the next report as it is written here."),
    )
    closed_on = DanishDateField(
        label=_("Closed on"), required=False, help_text=_("Left empty, it is followed up again.")
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        values = {name: getattr(decision, name) for name in FOLLOW_UP_FIELDS}
        super().__init__(*args, values=values, **kwargs)
