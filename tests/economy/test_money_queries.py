"""The statements of money against the rule in words, on random lines."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.clock import now
from economy.models import Commitment
from economy.queries.lines import line_with_money, money_of_program, remaining_of
from tests.economy.money import Economy
from tests.factories.resources import BudgetRevisionFactory, CommitmentFactory, ExpenseFactory

FIRST = datetime.date(2011, 3, 1)
days = st.integers(0, 12).map(lambda number: FIRST + datetime.timedelta(number))
amounts = st.integers(1, 10**9).map(lambda ore: Decimal(ore).scaleb(-2))
lines = st.integers(0, 1)
flags = st.sampled_from([False, False, True])
made = st.tuples(lines, days, amounts, flags, st.none() | days)
paid = st.tuples(lines, days, amounts, flags, st.none() | st.integers(0, 3))
refunded = st.tuples(lines, days, amounts.map(lambda kroner: -kroner), flags, st.none())
revised = st.tuples(lines, days, amounts)


def taken_back(is_so):
    return {"retracted_at": now(), "retraction_reason": "x"} if is_so else {}


class TestMoney(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(made, max_size=4),
        st.lists(paid | refunded, max_size=8),
        st.lists(revised, max_size=4),
        days,
    )
    def test_is_what_the_rule_says(self, commitments, expenses, revisions, as_of):
        economy = Economy()
        both = [economy.line, economy.other]
        bound = [
            CommitmentFactory(
                line=both[line],
                on=on,
                amount=amount,
                released_on=max(on, released) if released else None,
                **taken_back(is_back),
            )
            for line, on, amount, is_back, released in commitments
        ]
        spent = [
            ExpenseFactory(
                line=both[line],
                on=on,
                amount=amount,
                settles=bound[which] if which is not None and which < len(bound) else None,
                **taken_back(is_back),
            )
            for line, on, amount, is_back, which in expenses
        ]
        amounts_of = {line.pk: [(FIRST, line.amount)] for line in both}
        for line, on, amount in revisions:
            BudgetRevisionFactory(line=both[line], on=on, amount=amount)
            amounts_of[both[line].pk].append((on, amount))

        standing = [one for one in spent if not one.is_retracted and one.on <= as_of]
        left = {
            one.pk: max(
                one.amount - sum(by.amount for by in standing if by.settles_id == one.pk),
                Decimal(0),
            )
            for one in bound
            if not one.is_retracted and one.on <= as_of and not one.is_released_by(as_of)
        }
        assert remaining_of(Commitment.objects.all(), as_of) == left
        found = {row.pk: row.money for row in money_of_program(economy.program, as_of)}
        assert found == {line.pk: line_with_money(line, as_of).money for line in both}
        for line in both:
            money = found[line.pk]
            [first, *later] = amounts_of[line.pk]
            holding = [(on, turn, amount) for turn, (on, amount) in enumerate(later) if on <= as_of]
            assert money.granted == line.amount
            assert money.revised == (max(holding)[2] if holding else first[1])
            assert money.used == sum(one.amount for one in standing if one.line == line)
            assert money.committed == sum(
                left[one.pk] for one in bound if one.line == line and one.pk in left
            )


@pytest.mark.django_db
def test_nothing_asked_for_is_nothing():
    assert remaining_of(Commitment.objects.all(), FIRST) == {}
