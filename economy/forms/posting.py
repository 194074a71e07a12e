"""The forms that book, commit and put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.confirmation import ConfirmingForm
from core.forms.fields import DanishDateField, SubmissionField
from core.forms.files import FilesField
from core.forms.reason import ReasonForm
from economy.forms.fields import (
    LineField,
    expense_amount,
    posted_amount,
    posted_text,
    voucher_field,
)
from economy.models import BudgetLine, Expense
from economy.rules.posted import TOO_LITTLE_COMMITTED, PostingInput
from economy.services.posting import BOOKED


class PostingForm(ConfirmingForm):
    line = LineField()
    on = DanishDateField(label=_("Date"), initial=today)
    amount = expense_amount()
    text = posted_text()
    submission = SubmissionField()

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.offer(lines)

    def posting(self) -> PostingInput:
        names = ("line", "on", "amount", "text", "voucher", "files")
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return PostingInput(**given)


class CommitmentForm(PostingForm):
    on = DanishDateField(label=_("Ordered or agreed on"), initial=today)
    amount = posted_amount(TOO_LITTLE_COMMITTED)


class ExpenseForm(PostingForm):
    voucher = voucher_field()
    # Django takes the field off the class, so the form's own ``files`` is not shadowed.
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]
    field_order = ["line", "on", "amount", "text", "voucher", "files"]

    def booked(self) -> Expense | None:
        """The expense that has the voucher already, where that is what was refused."""
        errors = self.errors.as_data().get("voucher", [])
        named = [one.params["expense"] for one in errors if one.code == BOOKED and one.params]
        return Expense.objects.filter(pk__in=named).first() if named else None


class CorrectExpenseForm(ConcurrentEditForm, ExpenseForm, ReasonForm):
    submission = None  # type: ignore[assignment]

    def __init__(self, *args: Any, expense: Expense, **kwargs: Any) -> None:
        names = ("line", "on", "amount", "text", "voucher")
        values = {name: getattr(expense, name) for name in names}
        super().__init__(*args, values=values, **kwargs)


class ReleaseForm(ReasonForm):
    on = DanishDateField(
        label=_("Released on"),
        initial=today,
        help_text=_("From that day on it binds nothing."),
    )
    field_order = ["on", "reason"]
