"""A criterion that is ticked, and its activity."""

from decimal import Decimal

import pytest

from indicators.models.choices import Base
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    RosterRuleFactory,
)


@pytest.fixture
def activity():
    return ActivityFactory(title="International Dag")


@pytest.fixture
def criterion(activity):
    """40 % of these 60 associations take part in a longer course."""
    found = CriterionFactory(
        share=True,
        source="participants",
        target=40,
        main_area=activity.main_area,
        activities=[activity],
        base=Base.FIXED,
        base_value=Decimal(60),
    )
    RosterRuleFactory(criterion=found)
    return found
