"""The newest state stands on the case, and is always that of its history."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.management.commands.demo import COLLEAGUES, PROGRAM_FILES, SIGN_INS
from demo.services.generation.programme import Size, generate
from exchange.services.loading import load_program
from requisitions.models import Requisition
from requisitions.models.choices import State
from requisitions.queries.register import register_of
from requisitions.rules.cases import next_states
from requisitions.services.cases import change, retract_state, set_state, state_of
from requisitions.services.receiving import NewCaseInput, receive
from tests.examples import undone
from tests.factories import (
    MainAreaFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)


def is_stored():
    """Whether each case says what its history says, on days past and to come as well."""
    for case in Requisition.objects.all():
        newest = case.states.active().newest_first().first()
        said = (newest.state, newest.on) if newest else ("", None)
        assert (case.newest_state, case.newest_state_on) == said
    days = [TODAY + datetime.timedelta(days) for days in (-200, -30, -1, 0, 1, 90)]
    for day in days:
        for case in register_of(day):
            newest = case.states.in_force(day).first()
            said = (newest.state, newest.on) if newest else ("", None)
            assert (case.state, case.state_on) == said
    return True


def step(case, by, number, days):
    """On, back, to another receipt or one state taken back, as the number says."""
    newest = state_of(case)
    on = min(TODAY, newest.on + datetime.timedelta(days))
    ways = next_states(newest.state)
    if number % 4 == 0:
        retract_state(by=by, change=newest, reason="Fejl")
    elif number % 4 == 1:
        change(by=by, case=case, received_on=on, asked=str(number))
    else:
        set_state(by=by, case=case, state=ways[number % len(ways)], on=on, note="Derfor")


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=8))
def test_whatever_is_done_to_a_case(steps):
    with undone():
        konsulent = UserFactory()
        MainAreaFactory(program=ProgramFactory(slug="2011"), number=1)
        case = receive(by=konsulent, taken=NewCaseInput("Et dialogmøde"))
        change(by=konsulent, case=case, received_on=datetime.date(2011, 6, 1))
        for number, days in steps:
            try:
                step(case, konsulent, number, days)
            except ValidationError:
                case.refresh_from_db()
        assert is_stored()


def test_a_case_saved_after_a_state_keeps_it(konsulent):
    MainAreaFactory(program=ProgramFactory(slug="2011"), number=1)
    case = receive(by=konsulent, taken=NewCaseInput("Et dialogmøde"))

    set_state(by=konsulent, case=case, state=State.ACCEPTED, on=TODAY)
    case.save()

    assert is_stored()


def test_of_a_loaded_programme_of_which_some_states_lie_ahead():
    for username, _name, _role in SIGN_INS + COLLEAGUES:
        UserFactory(username=username)
    load_program((PROGRAM_FILES / "program-2011.json").read_bytes())

    assert Requisition.objects.filter(newest_state_on__gt=TODAY).exists()
    assert is_stored()


def test_of_a_generated_programme():
    generate(slug="prove", size=Size(25, 0, 0, 30), day=TODAY)

    assert Requisition.objects.filter(newest_state=State.COMPLETED).exists()
    assert is_stored()


def test_a_case_without_a_state_says_none():
    RequisitionFactory()
    StateFactory(on=TODAY + datetime.timedelta(1))

    assert is_stored()
