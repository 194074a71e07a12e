"""Hours that are logged, and a criterion that counts them."""

import datetime
from decimal import Decimal

from indicators.models.choices import Aggregation
from tests.factories import (
    CriterionFactory,
)
from tests.factories.resources import HoursRuleFactory

TODAY = datetime.date(2011, 10, 1)


def criterion_of(activities, *, per_week, **fields):
    """At least 22, in all or a week."""
    criterion = CriterionFactory(
        **{
            "main_area": activities[0].main_area,
            "activities": activities,
            "source": "hours",
            "aggregation": Aggregation.LATEST if per_week else Aggregation.SUM,
            "target": Decimal(22),
            **fields,
        }
    )
    if per_week:
        HoursRuleFactory(criterion=criterion)
    return criterion
