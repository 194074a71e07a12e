"""An activity with its criteria, and what is typed."""

import pytest

from tests.factories import (
    ActivityFactory,
    CriterionFactory,
)


@pytest.fixture
def activity():
    return ActivityFactory(title="International Dag")


@pytest.fixture
def visitors(activity):
    return CriterionFactory(
        wording="Minimum 30.000 besøgende",
        target=30000,
        main_area=activity.main_area,
        activities=[activity],
    )


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)
