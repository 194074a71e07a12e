"""A week's page as it is asked for and sent."""

import pytest

from tests.factories import ActivityFactory, MainAreaFactory, ProgramFactory


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"), number=2, title="Boligområder")


@pytest.fixture
def activity(area):
    return ActivityFactory(main_area=area, title="Mjølnerparken")


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)
