"""A closed programme: nothing new is recorded, what stands is corrected, later follow-ups go on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.services.log import LogEntryInput
from economy.models import BudgetLine
from economy.rules.posted import PostingInput
from economy.services.posting import book_expense, correct_expense
from indicators.services.results import Result, correct_logged, log_result
from tests.factories import ActivityFactory, CriterionFactory, MainAreaFactory, UserFactory
from tests.factories.resources import BudgetLineFactory
from tests.programs.part_pages import messages_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = date(2011, 9, 20)
CLOSING = reverse("overview:closing", args=["2011"])
SAID = LogEntryInput(on=DAY, text="Festen")


@pytest.fixture
def activity(program):
    program.adopted_on = date(2011, 1, 20)
    program.save()
    return ActivityFactory(main_area=MainAreaFactory(program=program, number=9))


def count(activity, **terms):
    return CriterionFactory(main_area=activity.main_area, activities=[activity], **terms)


def close(client, activity):
    assert messages_of(submit(client, CLOSING)) == []
    activity.refresh_from_db()
    activity.main_area.program.refresh_from_db()


def log(by, activity, *results):
    return log_result(by=by, subject=activity, entry_input=SAID, results=results)


def test_takes_nothing_new_and_lets_what_stands_be_corrected(admin_client, activity):
    leder = UserFactory(manager=True)
    line = BudgetLineFactory(source__program=activity.main_area.program, activity=activity)
    posting = PostingInput(line=line, on=DAY, amount=Decimal(100), text="Scene")
    entry, expense = log(leder, activity), book_expense(by=leder, posting=posting)
    close(admin_client, activity)
    posting = replace(posting, line=BudgetLine.objects.get(pk=line.pk))

    for new in (lambda: log(leder, activity), lambda: book_expense(by=leder, posting=posting)):
        with pytest.raises(ValidationError, match=r"was closed on 1\. October 2011"):
            new()

    said = replace(SAID, text="Den store fest")
    assert correct_logged(by=leder, entry=entry, entry_input=said, reason="Navn").text == said.text
    less = replace(posting, amount=Decimal(90))
    assert correct_expense(by=leder, expense=expense, posting=less, reason="Tastet").amount == 90


def test_follow_ups_that_fall_later_stay_open(admin_client, activity):
    leder = UserFactory(manager=True)
    later = count(activity, due_on=date(2012, 6, 30))
    ended = count(activity, due_on=date(2011, 9, 30))
    close(admin_client, activity)
    for row in (later, ended):
        row.refresh_from_db()

    assert log(leder, activity, Result(later, value=Decimal(5))).pk
    with pytest.raises(ValidationError, match="was closed"):
        log(leder, activity, Result(later, value=Decimal(5)), Result(ended, value=Decimal(5)))


def test_is_opened_again_with_a_reason(admin_client, activity, program):
    close(admin_client, activity)

    assert messages_of(submit(admin_client, CLOSING, reason="En faktura mangler")) == []

    program.refresh_from_db()
    assert program.closed_on is None
    assert program.history.first().history_change_reason == "En faktura mangler"


def test_a_draft_is_adopted_before_it_is_closed(admin_client, program):
    answered = admin_client.get(CLOSING)

    assert answered["Location"] == reverse("overview:adoption", args=["2011"])
