"""The form that says why a criterion lags, and what is done about it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import PersonField
from accounts.models import User
from accounts.models.roles import May
from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import DanishDateField, SafeCharField, SubmissionField
from indicators.models import Action
from indicators.services.actions import ACTION_FIELDS, ActionInput

WITHIN = datetime.timedelta(days=14)  # the day that a new action proposes


class ActionForm(ConcurrentEditForm):
    cause = SafeCharField(
        label=_("Why does it lag?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What lies behind the figure. Write no private person's name."),
    )
    text = SafeCharField(
        label=_("What is done about it?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = PersonField(May.LOG, label=_("Who does it?"), empty_label=None)
    due_on = DanishDateField(label=_("By when?"))
    submission = SubmissionField()

    def __init__(self, *args: Any, user: User, action: Action | None = None, **kwargs: Any) -> None:
        values = {name: getattr(action, name) for name in ACTION_FIELDS} if action else {}
        if not action:
            kwargs["initial"] = {"owner": user, "due_on": today() + WITHIN}
        super().__init__(*args, values=values, **kwargs)
        people: Any = self.fields["owner"]
        people.keep(action.owner_id if action else None)

    def action_input(self) -> ActionInput:
        return ActionInput(**{name: self.cleaned_data[name] for name in ACTION_FIELDS})
