"""Several hands at once: a clear answer each, and exactly one row."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from requisitions.models import FollowUp, Requisition
from requisitions.models.choices import State
from requisitions.services.follow_ups import Answers, Link, answer_by_link, ask
from requisitions.services.receiving import NewCaseInput, receive
from tests.factories import MainAreaFactory, RequisitionFactory, StateFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PRESSES = 50


def at_once(press):
    """What each of so many presses, a few at a time, comes to."""

    def pressed(_number):
        try:
            return press()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as hands:
        return list(hands.map(pressed, range(PRESSES)))


def test_a_link_answered_fifty_times_at_once_saves_one_answer(clock):
    case = RequisitionFactory(relevant=True)
    StateFactory(requisition=case, state=State.COMPLETED, on=datetime.date(2011, 6, 1))
    token = ask(by=UserFactory(), case=case)

    stood = at_once(lambda: answer_by_link(token=token, answers=Answers("yes", "no")))

    assert sorted(stood) == sorted([Link.OPEN] + [Link.USED] * (PRESSES - 1))
    assert FollowUp.history.filter(answered_on__isnull=False).count() == 1


def test_a_phone_form_sent_fifty_times_at_once_makes_one_case(clock):
    MainAreaFactory()
    by, submission = UserFactory(), uuid.uuid4()

    made = at_once(lambda: receive(by=by, taken=NewCaseInput("Hjælp"), submission=submission).pk)

    assert set(made) == {Requisition.objects.get().pk}


def test_cases_taken_down_at_once_get_numbers_of_their_own(clock):
    MainAreaFactory()
    by = UserFactory()

    at_once(lambda: receive(by=by, taken=NewCaseInput("Hjælp")).pk)

    refs = Requisition.objects.values_list("activity__ref", flat=True)
    assert set(refs) == {f"sag-{number}" for number in range(1, PRESSES + 1)}
