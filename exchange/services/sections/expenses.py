"""What was paid from a budget line."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from core.plausibility import QuestionCode
from economy.models import Expense, ExpenseAttachment
from economy.models.voucher_keys import is_mangled, voucher_key
from exchange.rules.confirming import unconfirmed
from exchange.rules.faults import THERE, Place, shown
from exchange.rules.values import Filled, SignedKroner, Text
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.commitments import KEYS, PostedRow, booked, more
from programs.models import Program


class ExpenseRow(PostedRow):
    amount: SignedKroner
    voucher: Text = ""
    settles: Filled | None = None


def make(draft: Draft, rows: Rows) -> Made:
    first: dict[tuple[str, str, bool], Place] = {}
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    refunds: list[ExpenseRow] = []
    for row in rows:
        expense = draft.row(SECTION, row, **booked(draft, row))
        if not row.retracted:
            for sum_of in _sums_of(row):
                paid[sum_of] += row.amount
            refunds += [row] if row.amount < 0 else []
        _hold_against_commitment(draft, row, expense)
        if is_mangled(row.voucher):
            message = _("«%s» was mangled by a spreadsheet: its digits are lost") % shown(
                row.voucher
            )
            draft.refuse((*row.at, "voucher"), message)
        elif row.voucher and not row.retracted:
            # Booked and paid back once each on a budget line; one taken back may be booked anew.
            key = (row.line, voucher_key(row.voucher), row.amount < 0)
            if key in first:
                words = {"voucher": shown(row.voucher), "place": THERE}
                message = _("«%(voucher)s» is booked already, as %(place)s") % words
                draft.refuse((*row.at, "voucher"), message, first[key])
            first.setdefault(key, row.at)
        yield "", expense
    for row in refunds:
        of_line, *of_voucher = (paid[sum_of] for sum_of in _sums_of(row))
        # A refund may have a voucher of its own.
        is_own = (row.line, voucher_key(row.voucher), False) not in first
        if of_line < 0 or (of_voucher and of_voucher[0] < 0 and not is_own):
            message = _("more was paid back than paid")
            draft.faults += unconfirmed(row, "amount", QuestionCode.BELOW_NOTHING, message)


def _sums_of(row: ExpenseRow) -> list[tuple[str, str]]:
    """What the row adds to: its line, and its voucher there."""
    key = voucher_key(row.voucher)
    return [(row.line, ""), (row.line, key)] if key else [(row.line, "")]


def _hold_against_commitment(draft: Draft, row: ExpenseRow, expense: Expense) -> None:
    """As the forms do. A line that is not there has been named already."""
    settles = expense.settles
    if settles is None:
        return
    at, name = (*row.at, "settles"), shown(row.settles or "")
    line, bound = getattr(expense, "line", None), getattr(settles, "line", None)
    if line and bound and line is not bound:
        words = {"name": name, "line": shown(bound.ref)}
        message = _("«%(name)s» is committed on «%(line)s», another budget line") % words
        draft.refuse(at, message)
    if settles.is_retracted and not expense.is_retracted:
        draft.refuse(at, _("«%s» was taken back, and is paid all the same") % name)


def is_touched(program: Program) -> bool:
    return ExpenseAttachment.objects.filter(expense__line__source__program=program).exists()


SECTION = Section(
    key="expenses",
    shape=ExpenseRow,
    refers={"line": "budget_lines", "settles": "commitments", "by": "users"},
    model=Expense,
    found=lambda program: Expense.objects.filter(line__source__program=program).order_by("pk"),
    prefix="u",
    more=more,
    keys={**KEYS, "expense_is_not_nothing": "amount", "refund_pays_no_commitment": "settles"},
    make=make,
    hangs_on={"line": "budget_lines"},
    touched=is_touched,
)
