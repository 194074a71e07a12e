"""A programme with cases, kept by a consultant."""

import datetime

import pytest

from requisitions.models.choices import State
from tests.factories import MainAreaFactory, ProgramFactory, RequisitionFactory, StateFactory


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"), number=1)


@pytest.fixture
def a_case(area):
    def made(title="Et dialogmøde", state=State.RECEIVED, responsible=None, **fields):
        program_area = fields.pop("main_area", area)
        case = RequisitionFactory(
            activity__main_area=program_area,
            activity__title=title,
            activity__responsible=responsible,
            **fields,
        )
        StateFactory(requisition=case, on=case.received_on or area.program.starts_on)
        if state != State.RECEIVED:
            StateFactory(requisition=case, state=state, on=datetime.date(2011, 6, 1))
        return case

    return made


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)
