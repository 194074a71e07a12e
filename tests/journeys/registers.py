"""The demo's programme on the day before anybody was written into its registers."""

import datetime

from activities.models import ActivityKind
from directory.models import Participant
from indicators.models import Criterion, Tick
from programs.models import MainArea
from requisitions.models import FollowUp, Party, Requisition, StateChange
from requisitions.models.choices import Reply, State
from tests.factories import ActivityFactory, FollowUpFactory, RequisitionFactory, StateFactory

AFTER_THE_YEAR = "?as_of=2012-01-01"


def criterion(ref: str) -> Criterion:
    return Criterion.objects.get(ref=ref)


def empty_rosters() -> None:
    """Nobody takes part in anything; the directory still knows them."""
    Tick.objects.all().delete()
    Participant.objects.all().delete()


def empty_register() -> None:
    """Nobody has asked for help."""
    for rows in (FollowUp, StateChange, Party, Requisition):
        rows.objects.all().delete()


def answered_case(area: MainArea, *, new_methods: bool, better_cooperation: bool) -> None:
    """A relevant case of the spring, whose requester has answered since."""
    case = RequisitionFactory(
        activity=ActivityFactory(main_area=area, kind=ActivityKind.CASE), relevant=True
    )
    StateFactory(requisition=case, state=State.COMPLETED, on=datetime.date(2011, 4, 1))
    FollowUpFactory(
        requisition=case,
        answered_on=datetime.date(2011, 6, 10),
        new_methods=Reply.YES if new_methods else Reply.NO,
        better_cooperation=Reply.YES if better_cooperation else Reply.NO,
    )
