"""Reading rosters for the pages that show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from activities.models import (
    ROSTER_KINDS,
    Activity,
    Consultant,
    Organisation,
    OrganisationKind,
    Participant,
)
from core.clock import today
from core.sorting import danish_key


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
    kinds = activity.participants.standing().filter(organisation__isnull=False)
    found = kinds.values("organisation__kind").annotate(count=Count("pk")).order_by("-count")
    first = found.first()
    return first["organisation__kind"] if first else OrganisationKind.ASSOCIATION


def rosters_beside(activity: Activity, *, sees_people: bool) -> QuerySet[Activity]:
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


def to_copy(other: Activity, activity: Activity, *, sees_people: bool) -> QuerySet[Participant]:
    """Those of the other roster that take part today and are not on this one."""
    here = activity.participants.standing()
    offered = other.participants.on(today()).with_who()
    for name in ("organisation", "school_class", "consultant"):
        taken = here.filter(**{f"{name}__isnull": False}).values(name)
        offered = offered.exclude(**{f"{name}__in": taken})
    return offered if sees_people else offered.filter(consultant__isnull=True)


def directory(text: str, kind: str) -> list[Organisation]:
    """The kept organisations of a name and a kind, in Danish order. One query."""
    found = Organisation.objects.kept()
    if text:
        found = found.called(text)
    if kind:
        found = found.filter(kind=kind)
    return sorted(found, key=lambda organisation: organisation.alphabetical)


def consultants_of(text: str) -> list[Consultant]:
    """Those who are still kept, of a name or a workplace, in Danish order. One query."""
    found = Consultant.objects.filter(forgotten_at__isnull=True).select_related("workplace")
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(workplace__in=Organisation.objects.called(text))
        )
    return sorted(found, key=lambda person: person.alphabetical)


def trainings_of(people: Iterable[Consultant]) -> dict[int, list[Participant]]:
    """By person the lines of rosters on which they have come, the newest first. One query."""
    lines = Participant.objects.standing().filter(
        consultant__in=[one.pk for one in people], joined_on__lte=today()
    )
    found: dict[int, list[Participant]] = defaultdict(list)
    for line in lines.select_related("activity").order_by("-joined_on", "-pk"):
        assert line.consultant_id  # noqa: S101 - asked for
        found[line.consultant_id].append(line)
    return found


def rosters_of(organisations: Iterable[Organisation]) -> dict[int, int]:
    """On how many rosters each stands, itself or by a class of its own. One query."""
    pks = [organisation.pk for organisation in organisations]
    lines = (
        Participant.objects.standing()
        .filter(Q(organisation__in=pks) | Q(school_class__school__in=pks))
        .values_list("organisation", "school_class__school", "activity")
    )
    found: dict[int, set[int]] = {pk: set() for pk in pks}
    for organisation, school, activity in lines:
        found[organisation or school].add(activity)
    return {pk: len(activities) for pk, activities in found.items()}
