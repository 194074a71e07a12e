"""The form fields of money. An import reads its cells through the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.fields import SafeCharField
from core.kroner import KronerField
from economy.models import BudgetLine, Expense
from economy.models.voucher_keys import is_mangled
from economy.rules.posted import (
    LEAST,
    MANGLED,
    MAX_DIGITS,
    MAX_TEXT,
    MAX_VOUCHER,
    NOTHING,
    PLACES,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# How long it is need not be said: a cell of a file is cut before it is looked at.
TOO_LONG = {"max_length": _("It is too long: at most %(limit_value)d characters.")}


def amount_field(label: StrOrPromise, *, least: Decimal, too_little: StrOrPromise = "") -> Any:
    return KronerField(
        label=label,
        help_text=_("For example 1.234,50 or 1,5 mio."),
        min_value=least,
        max_digits=MAX_DIGITS,
        decimal_places=PLACES,
        error_messages={"min_value": too_little} if too_little else None,
    )


def posted_amount(too_little: StrOrPromise) -> Any:
    return amount_field(_("Amount (kr.)"), least=LEAST, too_little=too_little)


def expense_amount() -> Any:
    """What was paid, or with a minus what was paid back."""
    return KronerField(
        label=_("Amount (kr.)"),
        help_text=_("For example 1.234,50 or 1,5 mio. What was paid back has a minus in front."),
        max_digits=MAX_DIGITS,
        decimal_places=PLACES,
        validators=[_is_something],
    )


def _is_something(amount: Decimal) -> None:
    if not amount:
        raise ValidationError(NOTHING, code="nothing")


def posted_text() -> SafeCharField:
    return SafeCharField(
        label=_("Text"),
        max_length=MAX_TEXT,
        error_messages=TOO_LONG,
        help_text=_("What it is for. Write no private person's name."),
    )


def _is_legible(voucher: str) -> None:
    if is_mangled(voucher):
        raise ValidationError(MANGLED, code="mangled")


def voucher_field() -> SafeCharField:
    return SafeCharField(
        validators=[_is_legible],
        label=_("Voucher number"),
        max_length=MAX_VOUCHER,
        error_messages=TOO_LONG,
        required=False,
        help_text=Expense._meta.get_field("voucher").help_text,
    )


class LineField(forms.ChoiceField):
    """One of a programme's budget lines, under the headings of their sources; None for none.

    Not Django's field for rows, which asks the database for whatever number is sent.
    """

    offered: Mapping[str, BudgetLine] = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Budget line"), **kwargs)

    def clean(self, value: Any) -> BudgetLine | None:
        return self.offered.get(super().clean(value))

    def offer(self, lines: Iterable[BudgetLine], nothing: StrOrPromise = "") -> None:
        self.offered = {str(line.pk): line for line in lines}
        self.choices = [("", nothing or _("Choose …")), *grouped(self.offered.items())]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, BudgetLine) else value


def grouped(lines: Iterable[tuple[str, BudgetLine]]) -> list[Any]:
    """Choices of a select, a group for each source."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, line in lines:
        groups.setdefault(str(line.source), []).append((key, str(line)))
    return list(groups.items())
