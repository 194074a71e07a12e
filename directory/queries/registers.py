"""Reading organisations and consultants for their lists and pages."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from core.clock import today
from core.search import holding
from directory.models import Consultant, Organisation, Participant


def organisations_named(text: str, kind: str) -> list[Organisation]:
    """The kept organisations of a name and a kind, in Danish order. One query."""
    found = Organisation.objects.unmerged()
    if text:
        found = found.named_like(text)
    if kind:
        found = found.filter(kind=kind)
    return sorted(found, key=lambda organisation: organisation.alphabetical)


def consultants_of(text: str) -> list[Consultant]:
    """Those who are still kept, of a name or a workplace, in Danish order. One query."""
    found = Consultant.objects.filter(removed_at__isnull=True).select_related("workplace")
    if text:
        at_workplace = Q(workplace__in=Organisation.objects.named_like(text))
        found = found.filter(Q(pk__in=holding("consultants", text)) | at_workplace)
    return sorted(found, key=lambda person: person.alphabetical)


def trainings_of(people: Iterable[Consultant]) -> dict[int, list[Participant]]:
    """By person the lines of rosters on which they have come, the newest first. One query."""
    lines = Participant.objects.active().filter(
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
        Participant.objects.active()
        .filter(Q(organisation__in=pks) | Q(school_class__school__in=pks))
        .values_list("organisation", "school_class__school", "activity")
    )
    found: dict[int, set[int]] = {pk: set() for pk in pks}
    for organisation, school, activity in lines:
        found[organisation or school].add(activity)
    return {pk: len(activities) for pk, activities in found.items()}
