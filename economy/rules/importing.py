"""What becomes of each row of an import: the rule, which knows no database.

It is asked for the preview and again when that is confirmed, while the programme is held: two
imports of one file add it once.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.dates import format_date_short
from core.names import normalised_name
from core.numbers import format_money
from economy.models.voucher_keys import voucher_key
from economy.rules.expense_files import CELLS, ImportRow
from economy.rules.posted import ask_below_line, ask_below_voucher, fault_of_day
from economy.rules.vouchers import BookedExpense, Vouchers
from programs.rules.days import ask_after_end

if TYPE_CHECKING:
    from core.plausibility import Question
    from economy.models import BudgetLine, Expense
    from programs.models import Program

# «@12»: the line that was chosen in the preview, instead of one named in the file.
AT = "@"


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row as its cells were read: what could be, and by cell what is wrong with the others."""

    row: ImportRow
    on: datetime.date | None = None
    amount: Decimal | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


class RowOutcome(StrEnum):
    NEW = "new"
    BOOKED = "booked"  # the very same voucher stands
    DIFFERS = "differs"  # the voucher stands with another amount or day
    RETRACTED = "retracted"  # it was booked, and somebody retracted it
    LEFT_OUT = "left out"
    TOTAL = "total"  # of the rows above
    OTHER_TOTAL = "other total"  # of others than the rows above
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of an import with values and outcome; ``faults`` by cell, ``note`` on its outcome, and
    the expense that is ``booked`` already. To book it, shown with ``questions``, confirms them.
    """

    row: ImportRow
    outcome: RowOutcome
    on: datetime.date | None = None
    amount: Decimal | None = None
    line: BudgetLine | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    booked: int | None = None
    questions: Sequence[Question] = ()

    @property
    def is_refund(self) -> bool:
        return self.amount is not None and self.amount < 0

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
    def other_totals(self) -> list[ImportedRow]:
        return self.of(RowOutcome.OTHER_TOTAL)

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


class RowsAbove:
    """What the rows come to down to a row, in all and since the last total."""

    def __init__(self) -> None:
        self.all = self.since = Decimal(0)

    def total(self, parsed: ParsedRow) -> ImportedRow | None:
        """The row as a total; None where it is none, and is added up itself."""
        row, amount = parsed.row, parsed.amount
        fits = amount is not None and amount in (self.all, self.since)
        # The sum alone, without a word, is one only where it fits.
        is_bare = fits and not (row.on or row.text or row.voucher)
        if not (row.is_total or is_bare or (fits and row.may_be_total)):
            self.all += amount or 0
            self.since += amount or 0
            return None
        note = _("A total, which is not booked.")
        if amount is not None and not fits:
            message = _("A total of %(total)s, but the rows above come to %(rows)s")
            note = message % {"total": format_money(amount), "rows": format_money(self.all)}
        self.since = Decimal(0)
        outcome = RowOutcome.OTHER_TOTAL if amount is not None and not fits else RowOutcome.TOTAL
        return ImportedRow(row, outcome, parsed.on, amount, note=note)


# Classifying ----------------------------------------------------------------------------------
class Lines:
    """A programme's lines, found by reference, by title or as «@» with their key."""

    def __init__(self, lines: Iterable[BudgetLine]) -> None:
        self.by_name: dict[str, list[BudgetLine]] = {}
        for line in lines:
            for name in {normalised_name(line.ref), normalised_name(line.title), f"{AT}{line.pk}"}:
                self.by_name.setdefault(name, []).append(line)

    def find(self, name: str) -> list[BudgetLine]:
        return self.by_name.get(normalised_name(name), [])

    def or_else(self, row: ImportRow, chosen: str) -> ImportRow:
        """The row with the line chosen for the file, where it names none of the programme."""
        return row if self.find(row.line) or not chosen else replace(row, line=chosen)


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the rows of an import are checked against: lines, vouchers and days."""

    lines: Lines
    vouchers: Vouchers
    program: Program
    last: datetime.date
    # Kroner paid so far on each line, where rows pay something back.
    paid: Mapping[int, Decimal] = field(default_factory=dict)


def classify(
    rows: Iterable[ParsedRow], ledger: ImportContext, left_out: Collection[int] = ()
) -> Iterator[ImportedRow]:
    """Each row with its outcome. Of those of one voucher on one line only the first is taken.

    The voucher is looked up before anything else: what a row's other cells were mended to in an
    earlier preview, the file still has as it was, and it is booked all the same.
    """
    seen: dict[tuple[str, int, bool], int] = {}
    above, paid = RowsAbove(), dict(ledger.paid)
    for parsed in rows:
        row = parsed.row
        if total := above.total(parsed):
            yield total
            continue
        read = _read(parsed, ledger)
        if row.number in left_out:
            yield ImportedRow(row, RowOutcome.LEFT_OUT, line=read.line)
            continue
        booked = _booked(read, ledger)
        if booked:
            yield _beside(read, booked)
            continue
        if read.line and not read.faults:
            key = (voucher_key(row.voucher), read.line.pk, read.is_refund)
            if key in seen:
                message = _(
                    "Row %(row)s has the same voucher on the same line: put the two amounts "
                    "together here, and leave that one out."
                )
                faults = {"voucher": message % {"row": seen[key]}}
                read = replace(read, outcome=RowOutcome.FAULTY, faults=faults)
            seen.setdefault(key, row.number)
        yield _asked(_noted(read, ledger), ledger, paid)


def _read(parsed: ParsedRow, ledger: ImportContext) -> ImportedRow:
    """What the row says by itself, with its line."""
    faults = dict(parsed.faults)
    line = _line(parsed.row.line, ledger, faults)
    if parsed.on and (
        fault := fault_of_day(parsed.on, first=ledger.program.starts_on, last=ledger.last)
    ):
        faults["on"] = fault
    outcome = RowOutcome.FAULTY if faults else RowOutcome.NEW
    in_order = {name: faults[name] for name in CELLS if name in faults}
    return ImportedRow(parsed.row, outcome, parsed.on, parsed.amount, line, in_order)


def _booked(read: ImportedRow, ledger: ImportContext) -> BookedExpense | None:
    """The expense that the row has become already; one retracted, where it is the same again."""
    voucher = read.row.voucher
    if not voucher_key(voucher):
        return None
    if read.line is None:
        return next((one for one in ledger.vouchers.active(voucher) if _fits(read, one)), None)
    found = ledger.vouchers.on_line(voucher, read.line.pk, is_refund=read.is_refund)
    return found if found and (found.is_active or _fits(read, found)) else None


def _fits(read: ImportedRow, booked: BookedExpense) -> bool:
    """Nothing that the row says by itself speaks against it: it may have been mended."""
    same_amount = read.amount is None or read.amount == booked.amount
    return same_amount and (read.on is None or read.on == booked.on)


def _beside(judged: ImportedRow, booked: BookedExpense) -> ImportedRow:
    if not booked.is_active:
        outcome = RowOutcome.RETRACTED
        note = _("Taken back earlier: %s Book it by hand if it is right after all.") % booked.why
    elif not _fits(judged, booked):
        outcome, note = RowOutcome.DIFFERS, _difference(judged, booked)
    else:
        outcome = RowOutcome.BOOKED
        note = _("Booked already: %(amount)s on %(day)s on «%(line)s».") % _words(booked)
    return replace(judged, outcome=outcome, faults={}, note=note, booked=booked.pk)


def _words(booked: BookedExpense) -> dict[str, str]:
    day = format_date_short(booked.on)
    return {"amount": format_money(booked.amount), "day": day, "line": booked.line_title}


def _difference(judged: ImportedRow, booked: BookedExpense) -> str:
    """What the expense has otherwise than the row."""
    if judged.on is None or judged.on == booked.on:
        message = _("Booked already with another amount: %(amount)s – correct the expense instead")
    elif judged.amount is None or judged.amount == booked.amount:
        message = _("Booked already on another day: %(day)s – correct the expense instead")
    else:
        message = _(
            "Booked already with another amount on another day: %(amount)s on %(day)s – correct "
            "the expense instead"
        )
    return message % _words(booked)


def _noted(judged: ImportedRow, ledger: ImportContext) -> ImportedRow:
    """A new row whose voucher stands: it pays back, shares a bill or is misplaced; it is said."""
    known = ledger.vouchers.active(judged.row.voucher) if judged.row.voucher else []
    if judged.outcome != RowOutcome.NEW or not known:
        return judged
    here = [one for one in known if judged.line and one.line == judged.line.pk]
    if here and judged.is_refund:
        note = _("It is paid back of the voucher: %(amount)s on %(day)s on «%(line)s».")
    else:
        note = _("The voucher is booked on «%(line)s» too: %(amount)s")
    return replace(judged, note=note % _words((here or known)[0]))


def _asked(judged: ImportedRow, ledger: ImportContext, paid: dict[int, Decimal]) -> ImportedRow:
    """A new row with what a form would ask about it, told beside what it becomes."""
    if judged.outcome != RowOutcome.NEW or not (judged.on and judged.line and judged.amount):
        return judged
    questions = []
    if judged.on > ledger.program.ends_on:
        questions.append(ask_after_end(ledger.program, judged.on))
    pk = judged.line.pk
    paid[pk] = paid.get(pk, Decimal(0)) + judged.amount
    if judged.is_refund and paid[pk] < 0:
        questions.append(ask_below_line(judged.line, paid[pk]))
    known = ledger.vouchers.active(judged.row.voucher) if judged.row.voucher else []
    here = [one.amount for one in known if one.line == pk]
    if judged.is_refund and here and (left := sum(here) + judged.amount) < 0:
        questions.append(ask_below_voucher(left))
    texts = [judged.note, *(question.text for question in questions)]
    return replace(judged, questions=questions, note=" ".join(filter(None, texts)))


def _line(text: str, ledger: ImportContext, faults: dict[str, str]) -> BudgetLine | None:
    if "line" in faults:
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
