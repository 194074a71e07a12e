"""A programme to configure, and a criterion as its form is sent."""

from datetime import date

import pytest

from activities.models import Activity
from programs.models import MainArea, Program


@pytest.fixture
def program():
    return Program.objects.create(
        slug="2011", title="Program 2011", starts_on=date(2011, 2, 1), ends_on=date(2011, 12, 31)
    )


@pytest.fixture
def area(program):
    return MainArea.objects.create(program=program, number=1, title="Bydele i balance")


@pytest.fixture
def activity(area):
    return Activity.objects.create(main_area=area, ref="a", title="International Dag")
