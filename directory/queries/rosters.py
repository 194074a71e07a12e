"""Reading rosters for the pages that show them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from activities.models import Activity
from core.clock import today
from core.sorting import danish_key
from directory.models import ROSTER_KINDS, OrganisationKind, Participant


@dataclass(frozen=True)
class RosterRow:
    """A line of a roster as somebody may see it."""

    participant: Participant
    name: str
    address: str

    @property
    def kind(self) -> str:
        return self.participant.kind

    @property
    def kind_label(self) -> str:
        return str(dict(ROSTER_KINDS)[self.kind])


def roster_of(activity: Activity, *, sees_people: bool, everybody: bool) -> list[RosterRow]:
    """By kind and name; with ``everybody`` also those who left or were taken off. One query."""
    lines = activity.participants.with_who()
    if not everybody:
        lines = lines.on(today())
    order = [kind for kind, _label in ROSTER_KINDS]
    rows = [_row(participant, sees_people) for participant in lines]
    return sorted(rows, key=lambda row: (order.index(row.kind), danish_key(row.name)))


def _row(participant: Participant, sees_people: bool) -> RosterRow:
    person = participant.consultant
    if person:
        address = person.get_absolute_url() if sees_people else ""
        return RosterRow(participant, person.shown(people=sees_people), address)
    school = participant.school_class and participant.school_class.school
    organisation = participant.organisation or school
    assert organisation  # noqa: S101 - a constraint holds that one of the three is there
    return RosterRow(participant, str(participant), organisation.get_absolute_url())


def kinds_of(rows: list[RosterRow]) -> list[tuple[str, str, int]]:
    """The kinds that a roster has, with their words and how many there are of each."""
    counts = Counter(row.kind for row in rows)
    return [(kind, str(label), counts[kind]) for kind, label in ROSTER_KINDS if counts[kind]]


def usual_kind(activity: Activity) -> str:
    """What most of the roster's organisations are: the likeliest kind of the next new one."""
    kinds = activity.participants.active().filter(organisation__isnull=False)
    found = kinds.values("organisation__kind").annotate(count=Count("pk")).order_by("-count")
    first = found.first()
    return first["organisation__kind"] if first else OrganisationKind.ASSOCIATION


def rosters_to_copy_from(activity: Activity, *, sees_people: bool) -> QuerySet[Activity]:
    """Activities whose roster can be copied, this programme's first."""
    day = today()
    standing = Q(participants__retracted_at__isnull=True, participants__joined_on__lte=day)
    standing &= Q(participants__left_on__isnull=True) | Q(participants__left_on__gt=day)
    if not sees_people:
        standing &= Q(participants__consultant__isnull=True)
    return (
        Activity.objects.exclude(pk=activity.pk)
        .annotate(on_roster=Count("participants", filter=standing))
        .filter(on_roster__gt=0)
        .select_related("main_area__program")
        .order_by("-main_area__program__starts_on", "main_area__number", "position", "pk")
    )


def participants_to_copy(
    other: Activity, activity: Activity, *, sees_people: bool
) -> QuerySet[Participant]:
    """Those of the other roster that take part today and are not on this one any more, or yet."""
    here = activity.participants.within(today(), None)
    offered = other.participants.on(today()).with_who()
    for name in ("organisation", "school_class", "consultant"):
        taken = here.filter(**{f"{name}__isnull": False}).values(name)
        offered = offered.exclude(**{f"{name}__in": taken})
    return offered if sees_people else offered.filter(consultant__isnull=True)
