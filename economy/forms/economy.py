"""What the pages of money ask: which postings to list, and what a line becomes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.dates import format_date_long
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import DanishDateField, SafeCharField
from core.forms.filters import FilterForm
from core.forms.reason import ReasonForm
from economy.forms.fields import amount_field
from economy.models import BudgetLine
from economy.queries.budget import Budget
from economy.services.posting import newest_revision, revision_of


class MoneyFilterForm(FilterForm):
    """The choices are those that the budget has, so a shared address stays readable."""

    source = forms.TypedChoiceField(
        label=gettext_lazy("Funding source"), required=False, coerce=int, empty_value=None
    )
    area = forms.TypedChoiceField(
        label=gettext_lazy("Main area"), required=False, coerce=int, empty_value=None
    )
    line = forms.TypedChoiceField(
        label=gettext_lazy("Budget line"), required=False, coerce=int, empty_value=None
    )
    month = forms.TypedChoiceField(
        label=gettext_lazy("Month"),
        required=False,
        coerce=datetime.date.fromisoformat,
        empty_value=None,
    )

    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = {line.source_id: str(line.source) for line in budget.lines}
        offered: dict[str, Iterable[tuple[object, str]]] = {
            "source": sources.items(),
            "area": [(area.pk, str(area)) for area in budget.areas],
            "line": [(line.pk, str(line)) for line in budget.lines],
            "month": _months(budget),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *choices]

    def chosen(self) -> Mapping[str, Any]:
        """What was asked for and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def _months(budget: Budget) -> list[tuple[str, str]]:
    """From the programme's first month to that of the day, the newest first."""
    first = budget.program.starts_on.replace(day=1)
    # The day may be asked for centuries ahead, where nothing is booked.
    last = min(budget.as_of, max(budget.program.ends_on, today()))
    found = []
    while first <= last:
        # «1. maj 2011» without its day.
        found.append((first.isoformat(), format_date_long(first).removeprefix("1. ")))
        first = (first + datetime.timedelta(days=31)).replace(day=1)
    return found[::-1]


class ReviseForm(ConcurrentEditForm, ReasonForm):
    """Opened beside the newest revision, which stays."""

    begins_empty = True
    amount = amount_field(gettext_lazy("New amount of the line (kr.)"), least=Decimal(0))
    on = DanishDateField(label=gettext_lazy("Holds from"), initial=today)
    decision_reference = SafeCharField(
        label=gettext_lazy("Decision"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Where it was decided: the meeting's date and item, for example."),
    )
    field_order = ["amount", "on", "reason"]

    def __init__(self, *args: Any, line: BudgetLine, **kwargs: Any) -> None:
        super().__init__(*args, values=revision_of(newest_revision(line)), **kwargs)
