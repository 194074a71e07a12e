"""Importing expenses from the finance system: all rows of a file are saved, or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.clock import today
from core.plausibility import codes_of
from core.records import create_with_history
from core.versions import atomic_change
from economy.models import Expense
from economy.queries.budget import lines_of
from economy.queries.vouchers import paid_by_line, vouchers_of
from economy.rules.importing import (
    ImportContext,
    ImportedRow,
    ImportReview,
    Lines,
    ParsedRow,
    classify,
)
from economy.services.posting import check_may, lock_program
from programs.rules.closing import check_open

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import Program


def import_context_of(program: Program, rows: Sequence[ParsedRow] | None = None) -> ImportContext:
    """With what is booked of the rows' vouchers, or of all. Two queries, three where something is
    paid back.
    """
    lines = Lines(lines_of(program))
    among = None if rows is None else [parsed.row.voucher for parsed in rows]
    pays_back = rows is None or any(row.amount and row.amount < 0 for row in rows)
    paid = paid_by_line(program) if pays_back else {}
    return ImportContext(lines, vouchers_of(program, among), program, today(), paid)


def review(
    program: Program, rows: Sequence[ParsedRow], left_out: Collection[int] = ()
) -> ImportReview:
    """What would become of the rows, nothing saved. As many queries as ``import_context_of``."""
    ledger = import_context_of(program, rows)
    return ImportReview(list(classify(rows, ledger, left_out)))


@atomic_change()
def import_expenses(
    *,
    by: User,
    program: Program,
    rows: Sequence[ParsedRow],
    left_out: Collection[int] = (),
    shown: Collection[str],
) -> ImportReview:
    """All new rows, or nothing where one is faulty; what is booked already is not booked again.

    ``shown`` are the preview keys of the rows that somebody has seen will be booked: where there is
    another new row, or one has become another, nothing is.
    """
    check_may(by, May.BOOK_EXPENSES)
    check_open(program)
    lock_program(program)
    found = review(program, rows, left_out)
    if found.faulty or any(judged.preview_key not in shown for judged in found.new):
        return found
    added = [_expense(judged, by) for judged in found.new]
    if added:
        reason = _("Imported from the finance system.")
        added = create_with_history(added, by=by, reason=reason)
    return ImportReview(found.judged, added, is_saved=True)


def _expense(judged: ImportedRow, by: User) -> Expense:
    # A new row has all of it, else it were faulty.
    fields: dict[str, Any] = {"line": judged.line, "on": judged.on, "amount": judged.amount}
    return Expense(
        **fields,
        text=judged.row.text,
        voucher=judged.row.voucher,
        confirmed=codes_of(judged.questions),
        recorded_by=by,
    )
