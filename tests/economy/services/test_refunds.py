"""What was paid back: an expense of less than nothing, on its line and against its voucher."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.plausibility import EVERYTHING
from economy.queries.lines import line_with_money, used_by_month
from tests.economy.money import TODAY
from tests.economy.services.shared import refused
from tests.factories.resources import CommitmentFactory, ExpenseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestARefund:
    def test_is_an_expense_of_less_than_nothing(self, book, economy):
        book(voucher="B-1", amount=Decimal("1000.10"))

        refund = book(voucher="B-1", amount=Decimal("-400.05"))

        assert refund.is_refund
        assert line_with_money(economy.line, TODAY).money.used == Decimal("600.05")
        assert economy.line.expenses.total() == Decimal("600.05")
        assert used_by_month(economy.program, TODAY) == {"2011-05": Decimal("600.05")}

    def test_is_booked_once_against_its_voucher(self, book):
        book(voucher="B-1")
        book(voucher="B-1", amount=Decimal(-5))

        with pytest.raises(ValidationError) as error:
            book(voucher="b-01", amount=Decimal(-7))

        assert "booked already on this line: \u22125 kr." in refused(error).replace("\u00a0", " ")

    def test_twice_is_refused_by_the_database_too(self, economy):
        ExpenseFactory(line=economy.line, voucher="B-1", amount=Decimal(-5))

        with transaction.atomic(), pytest.raises(IntegrityError):
            ExpenseFactory(line=economy.line, voucher="b-1", amount=Decimal(-7))

    def test_pays_no_commitment(self, economy):
        made = CommitmentFactory(line=economy.line)

        with transaction.atomic(), pytest.raises(IntegrityError):
            ExpenseFactory(line=economy.line, amount=Decimal(-5), settles=made)

    def test_of_more_than_was_paid_leaves_more_than_there_was(self, book, economy):
        book(amount=Decimal(-500), confirmed=EVERYTHING)

        money = line_with_money(economy.line, TODAY).money
        assert (money.used, money.left, money.forecast) == (-500, 100_500, 100_000)
        assert not money.is_overspent
