"""An activity with its criteria, and what is logged at it."""

import pytest

from tests.factories import (
    ActivityFactory,
    CriterionFactory,
)


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def visitors(activity):
    return CriterionFactory(main_area=activity.main_area, activities=[activity], target=30000)
