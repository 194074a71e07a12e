"""A case, and what is needed to take one down."""

import pytest

from directory.models import OrganisationKind
from tests.factories import (
    MainAreaFactory,
    OrganisationFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
)


@pytest.fixture
def program():
    program = ProgramFactory(slug="2011")
    MainAreaFactory(program=program, number=1)
    MainAreaFactory(program=program, number=2)
    return program


@pytest.fixture
def case(program):
    """Received in the spring."""
    area = program.main_areas.first()
    case = RequisitionFactory(activity__main_area=area)
    StateFactory(requisition=case)
    return case


@pytest.fixture
def administration():
    return OrganisationFactory(kind=OrganisationKind.ADMINISTRATION, name="Socialforvaltningen")
