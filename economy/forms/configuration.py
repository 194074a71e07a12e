"""The form that configures a budget line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from core.forms.records import Group, danish_formfield
from economy.models import BudgetLine
from programs.forms.parts import PartForm
from programs.models import FundingSource

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class BudgetLineForm(PartForm):
    """What it is for is of the source's programme. What was adopted or is in use stays as granted:
    another amount is a dated revision, with its reason and decision.
    """

    class Meta:
        model = BudgetLine
        fields = (
            "source",
            "title",
            "amount",
            "initiative",
            "activity",
            "decision_reference",
            "ref",
        )
        formfield_callback = danish_formfield

    groups = (
        Group(("source", "title", "amount")),
        Group(("initiative", "activity"), _("To what")),
        Group(("decision_reference", "ref"), _("More"), is_folded=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("source", FundingSource.objects.filter(program=self.program))
        planned = Activity.objects.planned().filter(main_area__program=self.program)
        self.offer("activity", planned.order_by("main_area__number", "position", "pk"))
        for name in ("initiative", "activity"):
            self.fields[name].help_text = _("Choose either an initiative or an activity.")
        if not self.is_new and (why := why_locked(self.instance)):
            self._lock(why)

    def _lock(self, why: StrOrPromise) -> None:
        revise = _(
            "Change the amount on the line's page with «Revise the amount», so that it is seen "
            "from when, why and by whose decision."
        )
        move = _(
            "To move money, revise this line to less with «Revise the amount» on its page, and the "
            "line that gets it to more, or add a new one."
        )
        helps = {"amount": revise, "source": move, "initiative": move, "activity": move}
        for name, text in helps.items():
            self.fields[name].disabled = True
            self.fields[name].help_text = format_lazy("{} {}", why, text)

    def beside(self) -> QuerySet:
        # Once a programme, not only once a source: an import finds the line by it.
        rows = BudgetLine.objects.filter(source__program=self.program)
        return rows.exclude(pk=self.instance.pk)

    def place(self) -> dict[str, Model]:
        return {"source": self.cleaned_data["source"]}


def why_locked(line: BudgetLine) -> StrOrPromise:
    """Empty where the line may still be changed as if it had not been written down."""
    if line.program.adopted_on:
        return _("The programme is adopted.")
    if any(rows.exists() for rows in (line.expenses, line.commitments, line.revisions)):
        return _("Something is booked or revised on the line.")
    return ""
