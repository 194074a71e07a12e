"""What may be booked, committed and revised, and by whom. Over-use is shown, never refused."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Container
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.attachments import attach, attach_corrected
from core.clock import today
from core.dates import format_date_long, format_date_short
from core.meanwhile import check_unchanged, merge_into
from core.numbers import format_money
from core.plausibility import check_confirmed, codes_of
from core.records import check_active, lock, retract_record, save_changes, save_with_history
from core.submissions import save_once, saved_before
from core.text import clean_line, quoted
from core.versions import atomic_change, mark_changed
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from economy.models.postings import Posted
from economy.models.voucher_keys import voucher_key
from economy.queries.vouchers import active_on_line
from economy.rules.posted import PostingInput, fault_of_day
from economy.services.plausibility import (
    is_as_asked,
    questions_of,
    questions_of_expense,
    questions_of_retraction,
)
from programs.models import Program
from programs.queries import fault_of_start
from programs.rules.closing import check_open

if TYPE_CHECKING:
    from accounts.models import User

# The code of a voucher's refusal that names the ``expense`` among its params.
BOOKED = "booked"

PostedT = TypeVar("PostedT", bound=Posted)


def right_to_keep(model: type[Posted]) -> May:
    return May.BOOK_EXPENSES if issubclass(model, Expense) else May.KEEP_MONEY


def check_may(user: User, right: May) -> None:
    if not user.may(right):
        raise PermissionDenied


def lock_program(program: Program) -> None:
    """Lock the programme, so that a voucher is booked once."""
    Program.objects.select_for_update().get(pk=program.pk)


def check_day(program: Program, on: datetime.date) -> None:
    """Raise a ValidationError, by field, for a day that lies ahead or before the programme."""
    if fault := fault_of_day(on, first=program.starts_on, last=today()):
        raise ValidationError({"on": fault})


def check_period(program: Program, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Raise a ValidationError where something standing would lie before the programme."""
    message = _("Something is booked on %s, before the new start: correct that first.")
    for model in (Expense, Commitment):
        rows = model.objects.active().of_program(program)
        if fault := fault_of_start(starts_on, rows, "on", message):
            raise ValidationError({"starts_on": fault})


def check_voucher(posting: PostingInput, apart_from: Expense | None = None) -> None:
    """Raise a ValidationError where a standing expense of the line has the voucher. What was paid
    back of it may have it too, once.
    """
    if not voucher_key(posting.voucher):
        return
    booked = active_on_line(
        posting.line,
        posting.voucher,
        posting.amount,
        apart_from=apart_from.pk if apart_from else None,
    )
    if booked:
        message = _(
            "The voucher is booked already on this line: %(amount)s on %(day)s. Correct that "
            "expense instead."
        )
        words = {"amount": format_money(booked.amount), "day": format_date_long(booked.on)}
        # Which one it is, for the page to lead there.
        refused = ValidationError(message, code=BOOKED, params={**words, "expense": booked.pk})
        raise ValidationError({"voucher": refused})


# Expenses -------------------------------------------------------------------------------------
def book_expense(
    *,
    by: User,
    posting: PostingInput,
    submission: uuid.UUID | None = None,
    settles: Commitment | None = None,
    confirmed: Container[str] = (),
) -> Expense:
    """Book an expense; the same submission is saved once. The commitment that it settles binds
    less, for as long as the expense stands. NeedsConfirmation where something looks wrong that is
    not among the ``confirmed`` questions.
    """
    check_may(by, May.BOOK_EXPENSES)
    program = posting.line.program

    def save() -> Expense:
        check_open(program)
        check_day(program, posting.on)
        check_voucher(posting)
        if settles:
            _check_settles(settles, posting)
        questions = questions_of_expense(posting)
        check_confirmed(questions, confirmed)
        expense = Expense(
            recorded_by=by,
            submission=submission,
            settles=settles,
            confirmed=codes_of(questions),
            **_fields_of(Expense, posting),
        )
        save_with_history(expense, by=by)
        # Last, because what is on the disk does not go away with the transaction.
        attach(expense, by=by, files=posting.files)
        return expense

    earlier = partial(saved_before, Expense, by, submission)
    return save_once(earlier, save, lock=partial(lock_program, program))


def _check_settles(commitment: Commitment, posting: PostingInput) -> None:
    """What is bound on one line is not set free by what is paid from another, or paid back."""
    line = posting.line
    _check_pays(posting)
    lock(commitment)
    check_active(commitment)
    if commitment.line.program.pk != line.program.pk:
        raise ValidationError({"line": _("The commitment belongs to another programme.")})
    if commitment.line_id != line.pk:
        message = _(
            "The commitment belongs to the budget line «%s»: choose that, or do not pay the "
            "commitment."
        )
        raise ValidationError({"line": message % commitment.line})


def _check_pays(posting: PostingInput) -> None:
    if posting.amount < 0:
        message = _("What was paid back pays no commitment: book it as an expense of its own.")
        raise ValidationError({"amount": message})


@atomic_change()
def correct_expense(
    *,
    by: User,
    expense: Expense,
    posting: PostingInput,
    reason: str,
    opened_with: str = "",
    confirmed: Container[str] = (),
) -> Expense:
    """Correct an expense; the old figures stay in the history with the reason.

    With a form's ``opened_with`` only what changed in it is saved: ChangedMeanwhile where somebody
    else has changed the same. NeedsConfirmation as for ``book_expense``.
    """
    check_may(by, May.BOOK_EXPENSES)
    program = expense.line.program
    lock_program(program)
    lock(expense)
    check_active(expense)
    said = merge_into(expense, opened_with, _fields_of(Expense, posting))
    posting = replace(posting, **said)
    if posting.line.program.pk != program.pk:
        raise ValidationError({"line": _("The line belongs to another programme.")})
    if expense.settles and expense.settles.line_id != posting.line.pk:
        message = _(
            "It pays a commitment on the budget line «%s»: choose that, or take the expense back "
            "and book it without the commitment."
        )
        raise ValidationError({"line": message % expense.settles.line})
    if expense.settles:
        _check_pays(posting)
    check_day(program, posting.on)
    check_voucher(posting, apart_from=expense)
    if not is_as_asked(expense, posting):
        questions = questions_of_expense(posting, expense)
        check_confirmed(questions, confirmed)
        said |= {"confirmed": codes_of(questions)}
    save_changes(expense, said, by=by, reason=reason)
    attach_corrected(expense, by=by, files=posting.files, reason=reason)
    return expense


@atomic_change()
def retract_posted(
    *, by: User, posted: PostedT, reason: str, confirmed: Container[str] = ()
) -> PostedT:
    """Retract an expense or a commitment: it stays to be read, and counts no more.

    NeedsConfirmation where more was paid back than is left.
    """
    check_may(by, right_to_keep(type(posted)))
    lock(posted)
    check_active(posted)
    _check_unpaid(posted)
    check_confirmed(questions_of_retraction(posted), confirmed)
    retract_record(posted, by=by, reason=reason)
    return posted


# Commitments ----------------------------------------------------------------------------------
def create_commitment(
    *,
    by: User,
    posting: PostingInput,
    submission: uuid.UUID | None = None,
    confirmed: Container[str] = (),
) -> Commitment:
    """Create a commitment; the same submission is saved once. NeedsConfirmation as for
    ``book_expense``.
    """
    check_may(by, May.KEEP_MONEY)
    program = posting.line.program

    def save() -> Commitment:
        check_open(program)
        check_day(program, posting.on)
        questions = questions_of(posting)
        check_confirmed(questions, confirmed)
        given = _fields_of(Commitment, posting) | {"confirmed": codes_of(questions)}
        commitment = Commitment(recorded_by=by, submission=submission, **given)
        save_with_history(commitment, by=by)
        return commitment

    earlier = partial(saved_before, Commitment, by, submission)
    return save_once(earlier, save, lock=partial(lock_program, program))


@atomic_change()
def release_commitment(
    *, by: User, commitment: Commitment, on: datetime.date, reason: str
) -> Commitment:
    """Release what is left of a commitment from a day on: once."""
    check_may(by, May.KEEP_MONEY)
    lock(commitment)
    check_active(commitment)
    if commitment.is_released_by(today()):
        raise ValidationError(_("It has been released already."))
    check_day(commitment.line.program, on)
    if on < commitment.on:
        message = _("It was made on %s: it cannot be released before.")
        raise ValidationError({"on": message % format_date_long(commitment.on)})
    commitment.released_on = on
    save_with_history(commitment, by=by, reason=reason)
    return commitment


# Budget lines ---------------------------------------------------------------------------------
@atomic_change()
def revise_line(
    *,
    by: User,
    line: BudgetLine,
    on: datetime.date,
    amount: Decimal,
    reason: str,
    decision_reference: str = "",
    opened_with: str = "",
) -> BudgetRevision:
    """Revise the amount of a line from a day on. The earlier amounts stay; a press too many adds
    nothing. The day may lie ahead: a decision can hold from a day to come.

    With a form's ``opened_with`` ChangedMeanwhile where somebody else has revised it since.
    """
    check_may(by, May.KEEP_MONEY)
    lock(line)
    program = line.program
    last = max(program.ends_on, today())
    if not program.starts_on <= on <= last:
        message = _("Give a day from %(first)s to %(last)s: the programme's own.")
        days = {"first": format_date_long(program.starts_on), "last": format_date_long(last)}
        raise ValidationError({"on": message % days})
    given = {"on": on, "amount": amount, "reason": reason, "decision_reference": decision_reference}
    newest = newest_revision(line)
    if newest and all(getattr(newest, name) == value for name, value in given.items()):
        return newest
    revised = (str(newest.recorded_by or ""), newest.recorded_at) if newest else ("", None)
    typed = {"amount": amount, "on": on}
    check_unchanged(opened_with, typed, revision_of(newest), lambda _name: revised)
    revision = BudgetRevision.objects.create(line=line, recorded_by=by, **given)
    mark_changed(revision)
    return revision


def newest_revision(line: BudgetLine) -> BudgetRevision | None:
    """The one written last, whatever day it holds from."""
    return line.revisions.select_related("recorded_by").order_by("-pk").first()


def revision_of(said: BudgetRevision | None) -> dict[str, Any]:
    """What the form of a revision asks for, by the names of its fields."""
    return {"amount": said and said.amount, "on": said and said.on}


# ----------------------------------------------------------------------------------------------
def _fields_of(model: type[Posted], posting: PostingInput) -> dict[str, Any]:
    fields = {name: getattr(posting, name) for name in ("line", "on", "amount", "text")}
    if model is Expense:
        fields["voucher"] = clean_line(posting.voucher)
    return fields


def _check_unpaid(posted: Posted) -> None:
    """A commitment stands as long as an expense says that it pays it."""
    if not isinstance(posted, Commitment):
        return
    payments = [
        f"{quoted(expense.text)} ({format_date_short(expense.on)}, {format_money(expense.amount)})"
        for expense in posted.payments.active()
    ]
    if payments:
        message = _("It is paid. Take back first what pays it: %s")
        raise ValidationError(message % ", ".join(payments))
