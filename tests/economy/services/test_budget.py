"""What budget lines come to, and their revisions."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from activities.models import Attachment
from economy.models import BudgetRevision, ExpenseAttachment
from economy.queries.budget import budget_of
from economy.queries.lines import line_with_money
from economy.services.posting import (
    check_period,
    retract_posted,
    revise_line,
)
from tests.economy.money import A_DAY, DAY, TODAY
from tests.factories.resources import (
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestRevising:
    @pytest.fixture
    def revise(self, economy, leder):
        def revised(by=leder, on=DAY, amount=80_000, **given):
            words = {"reason": "Flyttet", "decision_reference": "BIU 4. maj", **given}
            return revise_line(by=by, line=economy.line, on=on, amount=Decimal(amount), **words)

        return revised

    def test_adds_a_row_and_leaves_what_was_granted(self, revise, economy, leder):
        row = revise()

        assert (row.recorded_by, row.reason, row.decision_reference) == (
            leder,
            "Flyttet",
            "BIU 4. maj",
        )
        assert economy.line.amount == Decimal(100_000)

    def test_the_newest_holds_from_its_day_on(self, revise, economy):
        revise(on=DAY, amount=80_000)
        revise(on=DAY, amount=70_000)
        revise(on=DAY - A_DAY, amount=90_000)

        revised = [
            line_with_money(economy.line, day).money.revised
            for day in (DAY - 2 * A_DAY, DAY - A_DAY, DAY)
        ]
        assert revised == [100_000, 90_000, 70_000]

    def test_may_hold_from_a_day_to_come(self, revise):
        assert revise(on=TODAY + A_DAY).pk

    @pytest.mark.parametrize("on", [datetime.date(2011, 1, 31), datetime.date(2012, 1, 1)])
    def test_lies_within_the_programme(self, revise, on):
        with pytest.raises(ValidationError, match="the programme's own"):
            revise(on=on)

    def test_pressed_twice_adds_one(self, revise):
        assert revise() == revise()
        assert BudgetRevision.objects.count() == 1

    def test_is_not_for_consultants(self, revise, konsulent):
        with pytest.raises(PermissionDenied):
            revise(by=konsulent)


class TestABudget:
    def test_adds_up_to_the_ore_what_floats_would_not(self, economy):
        for amount in ("0.10", "0.20", "999999999999.99"):
            ExpenseFactory(line=economy.line, amount=Decimal(amount))

        money = line_with_money(economy.line, TODAY).money
        assert money.used == Decimal("1000000000000.29")

    def test_is_the_sum_of_its_lines_as_of_the_day(self, economy):
        BudgetRevisionFactory(line=economy.line, on=DAY, amount=Decimal(80_000))
        ExpenseFactory(line=economy.line, on=DAY, amount=Decimal(30_000))
        ExpenseFactory(line=economy.line, on=TODAY + A_DAY, amount=Decimal(1))
        CommitmentFactory(line=economy.other, on=DAY, amount=Decimal(60_000))

        total = budget_of(economy.program, TODAY).total
        assert (total.granted, total.revised, total.used, total.committed, total.left) == (
            150_000,
            130_000,
            30_000,
            60_000,
            40_000,
        )
        assert total.forecast == 80_000 + 60_000

    def test_costs_two_queries(self, economy, django_assert_num_queries):
        with django_assert_num_queries(2):
            budget_of(economy.program, TODAY)


@pytest.mark.parametrize("made", [ExpenseFactory, CommitmentFactory])
def test_a_programmes_start_is_not_moved_past_what_is_booked(made, economy, leder):
    posted = made(line=economy.line, on=DAY)
    check_period(economy.program, DAY, economy.program.ends_on)
    with pytest.raises(ValidationError, match="before the new start"):
        check_period(economy.program, DAY + A_DAY, economy.program.ends_on)

    retract_posted(by=leder, posted=posted, reason="Forkert")
    check_period(economy.program, DAY + A_DAY, economy.program.ends_on)


@pytest.mark.parametrize("model", [Attachment, ExpenseAttachment])
def test_a_file_belongs_to_an_entry_or_to_an_expense(model, leder):
    file = {"name": "a", "content_type": "text/plain", "size": 1, "sha256": "0" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(uploaded_by=leder, **file)
