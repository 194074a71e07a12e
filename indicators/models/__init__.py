"""Success criteria, what was measured, and how it is judged."""

from indicators.models.action import Action
from indicators.models.criterion import (
    DECIMAL_PLACES,
    MAX_DIGITS,
    Criterion,
    PlannedPoint,
)
from indicators.models.hours import HoursRule
from indicators.models.measurement import Assessment, Measurement
from indicators.models.roster import RosterRule, Tick

__all__ = [
    "DECIMAL_PLACES",
    "MAX_DIGITS",
    "Action",
    "Assessment",
    "Criterion",
    "HoursRule",
    "Measurement",
    "PlannedPoint",
    "RosterRule",
    "Tick",
]
