"""The form that configures a budget line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from economy.models import BudgetLine
from programs.forms.configuration import PartForm
from programs.models import FundingSource

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class BudgetLineForm(PartForm):
    """What it is for is of the source's programme. What was adopted or is in use stays as granted:
    another amount is a dated revision, with its reason and decision.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow("source", FundingSource.objects.all(), "program")
        self.narrow("activity", Activity.objects.planned(), "main_area__program")
        for name in ("initiative", "activity"):
            if name in self.fields:
                self.fields[name].help_text = _("Choose either an initiative or an activity.")
        if "position" in self.fields:
            self.fields["position"].help_text = _("Left empty it comes last in its source.")
        if self.instance.pk and (why := _why_locked(self.instance)):
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
        for name in helps.keys() & self.fields.keys():
            self.fields[name].disabled = True
            self.fields[name].help_text = format_lazy("{} {}", why, helps[name])

    def _program_id(self) -> int | None:
        return self.instance.program.pk if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source = cleaned.get("source")
        if source:
            self._check_program(cleaned, source)
            self._place(cleaned, source)
        return cleaned

    def _check_program(self, cleaned: dict[str, Any], source: FundingSource) -> None:
        for name in ("initiative", "activity"):
            chosen = cleaned.get(name)
            if chosen and chosen.main_area.program_id != source.program_id:
                message = _("It belongs to another programme than the funding source.")
                self.add_error(name, message)

    def _place(self, cleaned: dict[str, Any], source: FundingSource) -> None:
        others = BudgetLine.objects.filter(source__program=source.program_id)
        others = others.exclude(pk=self.instance.pk)
        if "ref" in self.fields:
            # Once a programme, not only once a source: an import finds the line by it.
            self._refer(cleaned, others)
        if cleaned.get("position") is None and "position" not in self.errors:
            last = others.filter(source=source).aggregate(last=Max("position"))["last"]
            cleaned["position"] = 1 if last is None else last + 1


def _why_locked(line: BudgetLine) -> StrOrPromise:
    """Empty where the line may still be changed as if it had not been written down."""
    if line.program.adopted_on:
        return _("The programme is adopted.")
    if any(rows.exists() for rows in (line.expenses, line.commitments, line.revisions)):
        return _("Something is booked or revised on the line.")
    return ""
