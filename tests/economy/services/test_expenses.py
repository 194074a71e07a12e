"""Booking an expense, correcting it and taking it back."""

import datetime
import uuid
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core.plausibility import EVERYTHING
from core.uploads import Prepared
from economy.models import Expense
from economy.queries.lines import line_with_money, overspent_by
from economy.services.posting import (
    correct_expense,
    retract_posted,
)
from tests.economy.money import A_DAY, TODAY
from tests.economy.services.shared import refused
from tests.factories.resources import (
    BudgetLineFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestBooking:
    def test_keeps_who_when_and_what(self, book, leder, economy):
        expense = book(voucher=" B-  7 ")

        assert (expense.line, expense.amount, expense.voucher) == (
            economy.line,
            Decimal("1234.50"),
            "B- 7",
        )
        assert expense.recorded_by == leder
        assert expense.history.get().history_user == leder

    @pytest.mark.parametrize("who", ["konsulent", "laeser"])
    def test_is_for_managers_and_administrators(self, who, request, book):
        with pytest.raises(PermissionDenied):
            book(by=request.getfixturevalue(who))

    def test_an_administrator_books(self, book, admin):
        assert book(by=admin).pk

    @pytest.mark.parametrize("on", [TODAY, datetime.date(2011, 2, 1)])
    def test_takes_the_days_from_the_programmes_first_to_today(self, book, on):
        assert book(on=on).on == on

    @pytest.mark.parametrize(
        ("on", "message"),
        [(TODAY + A_DAY, "lies ahead"), (datetime.date(2011, 1, 31), "programme starts on")],
    )
    def test_refuses_other_days(self, book, on, message):
        with pytest.raises(ValidationError) as error:
            book(on=on)

        assert message in refused(error)

    def test_takes_a_day_after_the_programmes_end(self, book, clock):
        clock(datetime.date(2012, 1, 20))

        assert book(on=datetime.date(2012, 1, 10), confirmed=EVERYTHING).pk

    @pytest.mark.parametrize("voucher", ["B-1", " b-1 "])
    def test_refuses_a_voucher_that_stands_on_the_line(self, book, voucher):
        book(voucher="B-1")

        with pytest.raises(ValidationError) as error:
            book(voucher=voucher)

        assert "booked already on this line: 1.234,50 kr." in refused(error).replace("\u00a0", " ")
        assert Expense.objects.count() == 1

    def test_takes_a_bill_that_two_lines_share(self, book, economy):
        book(voucher="B-1")

        assert book(line=economy.other, voucher="b-1").pk

    @pytest.mark.parametrize("voucher", ["b-1", "B-1 "])
    def test_of_a_voucher_twice_on_a_line_is_refused_by_the_database_too(self, economy, voucher):
        ExpenseFactory(line=economy.line, voucher="B-1")

        with transaction.atomic(), pytest.raises(IntegrityError):
            ExpenseFactory(line=economy.line, voucher=voucher)

    @pytest.mark.parametrize("others", [0, 20])
    def test_looks_up_its_own_voucher_only(self, book, economy, others, django_assert_num_queries):
        Expense.objects.bulk_create(
            ExpenseFactory.build(line=economy.line, voucher=f"C-{n}") for n in range(others)
        )

        with django_assert_num_queries(9) as asked:
            book(voucher="B-1")
        assert not [q for q in asked.captured_queries if "C-1" in q["sql"]]

    def test_takes_a_voucher_again_once_it_is_taken_back(self, book, leder):
        retract_posted(by=leder, posted=book(voucher="B-1"), reason="Forkert")

        assert book(voucher="B-1").pk

    def test_takes_another_programmes_voucher(self, book):
        ExpenseFactory(voucher="B-1")

        assert book(voucher="B-1").pk

    def test_takes_several_without_a_voucher(self, book):
        book()
        book()

        assert Expense.objects.count() == 2

    def test_of_a_form_sent_twice_is_done_once(self, book):
        submission = uuid.uuid4()
        first, second = book(submission=submission), book(submission=submission)

        assert (second.pk, second.was_saved_before) == (first.pk, True)
        assert not first.was_saved_before

    def test_more_than_there_is_is_booked_and_seen(self, book, economy):
        book(amount=Decimal("112345.50"))

        money = line_with_money(economy.line, TODAY).money
        assert overspent_by(money).replace("\u00a0", " ") == "12.345,50 kr."

    def test_keeps_files_beside_the_expense(self, book):
        file = Prepared("bilag.pdf", "application/pdf", BytesIO(b"%PDF"), 4, "a" * 64)

        expense = book(files=[file])

        assert expense.attachments.get().name == "bilag.pdf"


class TestCorrecting:
    def test_moves_it_and_keeps_the_old_with_the_reason(self, book, economy, leder):
        expense = book(voucher="B-1")
        posting = economy.posting(line=economy.other, amount=Decimal(99), voucher="B-1")

        correct_expense(by=leder, expense=expense, posting=posting, reason="Forkert linje")

        new, old = expense.history.all()
        assert (new.line, new.amount, new.history_change_reason) == (
            economy.other,
            Decimal(99),
            "Forkert linje",
        )
        assert (old.line, old.amount) == (economy.line, Decimal("1234.50"))

    def test_refuses_what_booking_refuses(self, book, economy, leder):
        book(voucher="B-1")
        expense = book(voucher="B-2")
        for changes in ({"voucher": "B-1"}, {"on": TODAY + A_DAY}):
            with pytest.raises(ValidationError):
                correct_expense(
                    by=leder, expense=expense, posting=economy.posting(**changes), reason="x"
                )

    def test_refuses_another_programmes_line(self, book, economy, leder):
        posting = economy.posting(line=BudgetLineFactory())

        with pytest.raises(ValidationError, match="another programme"):
            correct_expense(by=leder, expense=book(), posting=posting, reason="x")

    def test_is_over_once_it_is_taken_back(self, book, economy, leder):
        expense = retract_posted(by=leder, posted=book(), reason="Forkert")

        with pytest.raises(ValidationError, match="taken back already"):
            correct_expense(by=leder, expense=expense, posting=economy.posting(), reason="x")

    def test_is_not_for_consultants(self, book, economy, konsulent):
        with pytest.raises(PermissionDenied):
            correct_expense(by=konsulent, expense=book(), posting=economy.posting(), reason="x")


class TestTakingBack:
    def test_leaves_it_to_be_read_and_counts_it_no_more(self, book, economy, leder):
        expense = retract_posted(by=leder, posted=book(), reason="Forkert bilag")

        assert Expense.objects.get() == expense
        assert line_with_money(economy.line, TODAY).money.used == 0
        assert expense.history.first().history_change_reason == "Forkert bilag"

    def test_twice_is_refused(self, book, leder):
        expense = retract_posted(by=leder, posted=book(), reason="Forkert")

        with pytest.raises(ValidationError, match="taken back already"):
            retract_posted(by=leder, posted=expense, reason="Igen")

    def test_is_not_for_consultants(self, book, konsulent):
        with pytest.raises(PermissionDenied):
            retract_posted(by=konsulent, posted=book(), reason="x")
