"""Expenses from the finance system: what becomes of each row, and saving all of them or none.

A row's fate is decided by ``judge``, which knows no database, for the preview and again when the
preview is confirmed, while the programme is held: two imports of one file add it once.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from accounts.models.roles import May
from core.clock import today
from core.dates import format_date_short
from core.forms.fields import DanishDateField
from core.numbers import format_money
from directory.rules.matching import normalised_name
from economy.forms.fields import posted_amount, posted_text, voucher_field
from economy.models import BudgetLine, Expense
from economy.models.postings import voucher_key
from economy.queries.budget import lines_of
from economy.queries.vouchers import BookedExpense, Vouchers, vouchers_of
from economy.rules.expense_files import CPR_PLACEHOLDER, ImportRow
from economy.rules.posted import fault_of_day
from economy.services.posting import check_may, lock_program

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import Program

# «@12»: the line that was chosen in the preview, instead of one named in the file.
AT = "@"
# The very fields of the form that books a single expense, so that one rule holds for both; where
# a row of a file calls for another remedy, it is said in words of its own.
FIELDS = {
    "on": DanishDateField(
        error_messages={"invalid": gettext_lazy("It is no date: write it as 20-11-2011.")}
    ),
    "amount": posted_amount(
        gettext_lazy(
            "An expense is more than 0. What was paid back is taken off the expense that it "
            "belongs to: correct that one, and leave this row out."
        )
    ),
    "text": posted_text(),
    "voucher": voucher_field(),
}
# What a spreadsheet, English or Danish, shows where it could not work a cell out.
ERRORS = (
    *("#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!"),
    *("#i/t", "#værdi!", "#reference!", "#division/0!", "#navn?", "#nul!"),
)


class RowOutcome(StrEnum):
    NEW = "new"
    BOOKED = "booked"  # the very same voucher stands
    DIFFERS = "differs"  # the voucher stands with another amount or day
    RETRACTED = "retracted"  # it was booked, and somebody retracted it
    LEFT_OUT = "left out"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of an import with values and outcome; ``faults`` by cell, ``note`` on its fate, and
    the expense that is ``booked`` already.
    """

    row: ImportRow
    outcome: RowOutcome
    on: datetime.date | None = None
    amount: Decimal | None = None
    line: BudgetLine | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    booked: int | None = None

    @property
    def preview_key(self) -> str:
        """What a preview says of a new row, in one word: which it is, the line, day and amount."""
        return f"{self.row.number}:{self.line.pk if self.line else ''}:{self.on}:{self.amount}"


@dataclass(frozen=True, slots=True)
class ImportReview:
    """All rows of a file, judged; ``added`` once they were saved."""

    judged: Sequence[ImportedRow]
    added: Sequence[Expense] = ()
    is_saved: bool = False

    def of(self, outcome: RowOutcome) -> list[ImportedRow]:
        return [judged for judged in self.judged if judged.outcome == outcome]

    @property
    def faulty(self) -> list[ImportedRow]:
        return self.of(RowOutcome.FAULTY)

    @property
    def new(self) -> list[ImportedRow]:
        return self.of(RowOutcome.NEW)

    @property
    def settled(self) -> list[ImportedRow]:
        """Those that stop nothing, in the order of the file; first what is to be looked at."""
        rest = [
            one for one in self.judged if one.outcome not in (RowOutcome.FAULTY, RowOutcome.DIFFERS)
        ]
        return [*self.differing, *rest]

    @property
    def unchanged(self) -> list[ImportedRow]:
        """Those that add nothing, and of which nothing is to be said."""
        return [
            one for one in self.settled if one.outcome not in (RowOutcome.NEW, RowOutcome.DIFFERS)
        ]

    @property
    def differing(self) -> list[ImportedRow]:
        return self.of(RowOutcome.DIFFERS)

    @property
    def total(self) -> Decimal:
        """Kroner of the new ones."""
        return sum((judged.amount or Decimal(0) for judged in self.new), Decimal("0.00"))

    @property
    def by_line(self) -> dict[int, Decimal]:
        """Kroner of the new ones, a line."""
        found: dict[int, Decimal] = {}
        for judged in self.new:
            if judged.line and judged.amount is not None:
                found[judged.line.pk] = found.get(judged.line.pk, Decimal(0)) + judged.amount
        return found


# Judging --------------------------------------------------------------------------------------
class Lines:
    """A programme's lines, found by reference, by title or as «@» with their key."""

    def __init__(self, lines: Iterable[BudgetLine]) -> None:
        self.by_name: dict[str, list[BudgetLine]] = {}
        for line in lines:
            for name in {normalised_name(line.ref), normalised_name(line.title), f"{AT}{line.pk}"}:
                self.by_name.setdefault(name, []).append(line)

    def find(self, name: str) -> list[BudgetLine]:
        return self.by_name.get(normalised_name(name), [])


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the rows of an import are checked against: lines, vouchers and days."""

    lines: Lines
    vouchers: Vouchers
    first: datetime.date
    last: datetime.date


def import_context_of(program: Program, among: Collection[str] | None = None) -> ImportContext:
    """With what is booked of the vouchers, of all where none are named. Two queries."""
    lines = Lines(lines_of(program))
    return ImportContext(lines, vouchers_of(program, among), program.starts_on, today())


def classify(
    rows: Iterable[ImportRow], ledger: ImportContext, left_out: Collection[int] = ()
) -> Iterator[ImportedRow]:
    """Each row's fate. Of rows with one voucher on one line the first is taken, others are faulty.

    The voucher is looked up before anything else: what a row's other cells were mended to in an
    earlier preview, the file still has as it was, and it is booked all the same.
    """
    seen: dict[tuple[str, int], int] = {}
    for row in rows:
        if row.number in left_out:
            yield ImportedRow(row, RowOutcome.LEFT_OUT, line=_line(row.line, ledger, {}))
            continue
        read = _read(row, ledger)
        booked = _booked(read, ledger)
        if booked:
            yield _beside(read, booked)
            continue
        if read.line and not read.faults:
            key = (voucher_key(row.voucher), read.line.pk)
            if key in seen:
                message = _(
                    "Row %(row)s has the same voucher on the same line: put the two amounts "
                    "together here, and leave that one out."
                )
                read = _faulty(read, {"voucher": message % {"row": seen[key]}})
            seen.setdefault(key, row.number)
        yield _noted(read, ledger)


def _read(row: ImportRow, ledger: ImportContext) -> ImportedRow:
    """What the row says by itself."""
    faults: dict[str, str] = {}
    on, amount = _cell("on", row, faults), _cell("amount", row, faults)
    _cell("text", row, faults)
    _cell("voucher", row, faults)
    line = _line(row.line, ledger, faults)
    if on and (fault := fault_of_day(on, first=ledger.first, last=ledger.last)):
        faults["on"] = fault
    in_order: dict[str, str] = {
        name: faults[name] for name in ("on", "amount", "text", "voucher", "line") if name in faults
    }
    return ImportedRow(
        row, RowOutcome.FAULTY if faults else RowOutcome.NEW, on, amount, line, in_order
    )


def _booked(read: ImportedRow, ledger: ImportContext) -> BookedExpense | None:
    """The expense that the row has become already; one taken back, where it is the same again."""
    voucher = read.row.voucher
    if not voucher:
        return None
    if read.line is None:
        return next((one for one in ledger.vouchers.active(voucher) if _fits(read, one)), None)
    found = ledger.vouchers.on_line(voucher, read.line.pk)
    return found if found and (found.is_active or _fits(read, found)) else None


def _fits(read: ImportedRow, booked: BookedExpense) -> bool:
    """Nothing that the row says by itself speaks against it: it may have been mended."""
    same_amount = read.amount is None or read.amount == booked.amount
    return same_amount and (read.on is None or read.on == booked.on)


def _beside(judged: ImportedRow, booked: BookedExpense) -> ImportedRow:
    words = {
        "amount": format_money(booked.amount),
        "day": format_date_short(booked.on),
        "line": booked.line_title,
    }
    row, on, amount, line = judged.row, judged.on, judged.amount, judged.line
    if booked.is_active and not _fits(judged, booked):
        note = _difference(judged, booked)
        return ImportedRow(row, RowOutcome.DIFFERS, on, amount, line, note=note, booked=booked.pk)
    if booked.is_active:
        note = _("Booked already: %(amount)s on %(day)s on «%(line)s».") % words
        return ImportedRow(row, RowOutcome.BOOKED, on, amount, line, note=note, booked=booked.pk)
    note = _("Taken back earlier: %s Book it by hand if it is right after all.") % booked.why
    return ImportedRow(row, RowOutcome.RETRACTED, on, amount, line, note=note, booked=booked.pk)


def _difference(judged: ImportedRow, booked: BookedExpense) -> str:
    """What the expense has otherwise than the row."""
    words = {"amount": format_money(booked.amount), "day": format_date_short(booked.on)}
    if judged.on is None or judged.on == booked.on:
        message = _("Booked already with another amount: %(amount)s – correct the expense instead")
    elif judged.amount is None or judged.amount == booked.amount:
        message = _("Booked already on another day: %(day)s – correct the expense instead")
    else:
        message = _(
            "Booked already with another amount on another day: %(amount)s on %(day)s – correct "
            "the expense instead"
        )
    return message % words


def _noted(judged: ImportedRow, ledger: ImportContext) -> ImportedRow:
    """A new row whose voucher another line has: a shared bill, or the wrong line; it is said."""
    elsewhere = ledger.vouchers.active(judged.row.voucher) if judged.row.voucher else []
    if judged.outcome != RowOutcome.NEW or not elsewhere:
        return judged
    words = {"amount": format_money(elsewhere[0].amount), "line": elsewhere[0].line_title}
    note = _("The voucher is booked on «%(line)s» too: %(amount)s") % words
    return replace(judged, note=note)


def _faulty(judged: ImportedRow, faults: Mapping[str, str]) -> ImportedRow:
    return replace(judged, outcome=RowOutcome.FAULTY, faults=faults)


def _is_unreadable(name: str, text: str, faults: dict[str, str]) -> bool:
    """What a spreadsheet leaves in a cell that holds nothing to read."""
    if CPR_PLACEHOLDER in text:
        faults[name] = _("It held a CPR number, which is not stored: write it without.")
    elif text.startswith("="):
        faults[name] = _("It is a formula: write what it comes to.")
    elif text.casefold().startswith(ERRORS):
        faults[name] = _("The spreadsheet found an error here (%s): write the value.") % text[:20]
    return name in faults


def _cell(name: str, row: ImportRow, faults: dict[str, str]) -> Any:
    """The cell as its field reads it; None where it cannot be booked as it is."""
    text = getattr(row, name)
    if _is_unreadable(name, text, faults):
        return None
    if not text:
        faults[name] = _missing(name)
        return None
    try:
        return FIELDS[name].clean(text)
    except ValidationError as error:
        faults[name] = " ".join(error.messages)
        return None


def _missing(name: str) -> str:
    return {
        "on": _("The date is missing. Of merged cells only the first holds it."),
        "amount": _("The amount is missing. Of merged cells only the first holds it."),
        "text": _("The text is missing."),
        "voucher": _("The voucher number is missing: by it a second import is recognised."),
    }[name]


def _line(text: str, ledger: ImportContext, faults: dict[str, str]) -> BudgetLine | None:
    if _is_unreadable("line", text, faults):
        return None
    found = ledger.lines.find(text)
    if len(found) == 1:
        return found[0]
    if not text:
        faults["line"] = _("The budget line is missing: choose it.")
    elif found:
        faults["line"] = _("Several lines are called «%s»: choose one.") % text[:60]
    else:
        faults["line"] = _("No line has the reference or title «%s»: choose one.") % text[:60]
    return None


# Saving ---------------------------------------------------------------------------------------
def review(
    program: Program, rows: Sequence[ImportRow], left_out: Collection[int] = ()
) -> ImportReview:
    """What would become of the rows, nothing saved. Two queries."""
    ledger = import_context_of(program, [row.voucher for row in rows])
    return ImportReview(list(classify(rows, ledger, left_out)))


@transaction.atomic
def import_expenses(
    *,
    by: User,
    program: Program,
    rows: Sequence[ImportRow],
    left_out: Collection[int] = (),
    shown: Collection[str],
) -> ImportReview:
    """All new rows, or nothing where one is faulty; what is booked already is not booked again.

    ``shown`` are the promises of the rows that somebody has seen will be booked: where another is
    among them, or one has become another, nothing is.
    """
    check_may(by, May.BOOK_EXPENSES)
    lock_program(program)
    found = review(program, rows, left_out)
    if found.faulty or any(judged.preview_key not in shown for judged in found.new):
        return found
    added = [_expense(judged, by) for judged in found.new]
    if added:
        reason = _("Imported from the finance system.")
        added = bulk_create_with_history(
            added, Expense, default_user=by, default_change_reason=reason
        )
    return ImportReview(found.judged, added, is_saved=True)


def _expense(judged: ImportedRow, by: User) -> Expense:
    # A new row has all of it, else it were faulty.
    fields: dict[str, Any] = {"line": judged.line, "on": judged.on, "amount": judged.amount}
    return Expense(
        **fields,
        text=judged.row.text,
        voucher=judged.row.voucher,
        recorded_by=by,
    )
