"""The form that changes several activities and criteria at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.roles import May
from activities.models import Activity
from core.forms.fields import DanishDateField, SafeCharField
from indicators.models import Criterion


class SeveralForm(forms.Form):
    """What all of them are to have: a field left empty leaves each as it is."""

    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible"), required=False, empty_label=_("As it is")
    )
    starts_on = DanishDateField(label=_("Activities start on"), required=False)
    ends_on = DanishDateField(label=_("Activities end on"), required=False)
    due_on = DanishDateField(label=_("Criteria are due on"), required=False)
    reason = SafeCharField(
        label=_("Why is it changed?"),
        max_length=200,
        required=False,
        help_text=_("Is kept in the history, beside your name."),
    )

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        criteria: Sequence[Criterion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["responsible"]
        people.queryset = User.objects.who_may(May.LOG)
        unused = [] if criteria else ["due_on"]
        for name in unused if activities else [*unused, "starts_on", "ends_on"]:
            self.fields[name].widget = forms.HiddenInput()
        self.adopted = any(row.main_area.program.adopted_on for row in criteria)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.adopted and cleaned.get("due_on") and not cleaned.get("reason"):
            message = _("The programme is adopted: say why what was adopted is changed.")
            self.add_error("reason", message)
        names = ("responsible", "starts_on", "ends_on", "due_on")
        if not self.errors and not any(cleaned.get(name) for name in names):
            raise ValidationError(_("Fill in what they are to have."))
        return cleaned
