"""A criterion that is ticked, and its activity."""

import datetime

from indicators.queries.standings import standings_of
from tests.factories import (
    ParticipantFactory,
)

TODAY = datetime.date(2011, 10, 1)


def associations(activity, number, **fields):
    return ParticipantFactory.create_batch(number, activity=activity, **fields)


def standing(criterion, as_of):
    return standings_of(criterion.main_area.program, [criterion], as_of)[criterion.pk]
