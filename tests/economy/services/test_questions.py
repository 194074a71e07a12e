"""What looks wrong about an amount is asked about once, and kept with it."""

import datetime
from decimal import Decimal

import pytest

from core.plausibility import EVERYTHING, NeedsConfirmation
from economy.services.posting import correct_expense, create_commitment, retract_posted
from tests.economy.money import TODAY
from tests.factories.resources import BudgetLineFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

LATE = datetime.date(2011, 8, 1)


@pytest.fixture(autouse=True)
def over(economy):
    """The programme has ended in July."""
    economy.program.ends_on = datetime.date(2011, 7, 31)
    economy.program.save()


def asked(save):
    """The questions, as pairs of field and sentence; confirmed, it is saved."""
    with pytest.raises(NeedsConfirmation) as refusal:
        save(confirmed=())
    questions = refusal.value.questions
    saved = save(confirmed={question.key for question in questions})
    found = [(question.field, question.text.replace("\u00a0", " ")) for question in questions]
    return found, saved


def test_a_day_after_the_programme_is_asked_about(book, economy, leder):
    def commit(confirmed):
        posting = economy.posting(on=LATE)
        return create_commitment(by=leder, posting=posting, confirmed=confirmed)

    for save in (lambda confirmed: book(on=LATE, confirmed=confirmed), commit):
        [(field, text)], saved = asked(save)
        assert (field, saved.confirmed) == ("on", "after_end")
        assert text == "1. August 2011 is after the end of the programme, 31. July 2011."


def test_a_refund_that_takes_its_line_below_nothing_is_asked_about(book):
    book(voucher="B-1", amount=Decimal(100))
    book(amount=Decimal(-60))

    found, saved = asked(lambda confirmed: book(amount=Decimal(-50), confirmed=confirmed))

    text = "With this, more was paid back on «Internationale dage» than was paid: \u221210 kr."
    assert found == [("amount", text)]
    assert saved.confirmed == "below_nothing"


def test_a_refund_of_more_than_its_voucher_is_asked_about(book):
    book(amount=Decimal(1000))
    book(voucher="B-1", amount=Decimal(100))
    # One with a voucher of its own says nothing of another.
    assert book(voucher="K-1", amount=Decimal(-200)).confirmed == ""

    def refund(confirmed):
        return book(voucher="b- 1", amount=Decimal("-100.50"), confirmed=confirmed)

    found, _saved = asked(refund)

    text = "With this, more was paid back of the voucher than was paid: \u22120,50 kr."
    assert found == [("amount", text)]


def test_a_correction_is_asked_about_what_it_becomes(book, economy, leder):
    expense = book(amount=Decimal(100))
    book(amount=Decimal(-60))

    def correct(amount, text="Scene", **given):
        posting = economy.posting(amount=Decimal(amount), text=text)
        return correct_expense(by=leder, expense=expense, posting=posting, reason="x", **given)

    [(field, _text)], _saved = asked(lambda confirmed: correct(50, confirmed=confirmed))
    assert field == "amount"
    assert correct(50, text="Lyd").confirmed == "below_nothing"
    assert correct(60).confirmed == ""
    assert expense.on < TODAY


def test_what_leaves_its_line_or_voucher_below_nothing_is_asked_about(book, economy, leder):
    """Whether it is taken back, moved to another line, or given another voucher."""
    paid = book(voucher="B-1", amount=Decimal(100))
    book(voucher="B-1", amount=Decimal(-40))
    text = "With this, more was paid back on «Internationale dage» than was paid: \u221240 kr."
    of_voucher = "With this, more was paid back of the voucher than was paid: \u221240 kr."

    def move(confirmed, **changes):
        posting = economy.posting(**{"voucher": "B-1", "amount": Decimal(100), **changes})
        return correct_expense(
            by=leder, expense=paid, posting=posting, reason="Forkert", confirmed=confirmed
        )

    found, _saved = asked(lambda confirmed: move(confirmed, voucher="B-2"))
    assert found == [("amount", of_voucher)]
    other = BudgetLineFactory(source=economy.line.source)
    found, _saved = asked(lambda confirmed: move(confirmed, voucher="B-2", line=other))
    assert found == [("amount", text)]
    move(confirmed=EVERYTHING)
    found, saved = asked(
        lambda confirmed: retract_posted(
            by=leder, posted=paid, reason="Forkert", confirmed=confirmed
        )
    )
    assert found == [("amount", text), ("amount", of_voucher)]
    assert saved.is_retracted
