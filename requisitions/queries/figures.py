"""The register in figures: counted by the database, so that many cases cost as little as few."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from core.clock import today
from directory.models import Organisation, OrganisationKind
from requisitions.models import Party
from requisitions.models.cases import RequisitionQuerySet
from requisitions.models.choices import OPEN, PartyRole, State
from requisitions.queries.register import register_of
from requisitions.rules.cases import CaseFacts, age_in_days
from requisitions.rules.figures import UNKNOWN, CaseCounts, Figures, figures_of, years_of

# The day from which a case has its year and its names: that of its receipt, else the programme's
# first. Cases are told apart by both, which are few however many cases there are.
DAYS = ("received_on", "activity__main_area__program__starts_on")


def figures(year: int, scope: str = "") -> Figures:
    """All programmes' cases, counted as of today: seven queries, however many."""
    day = today()
    cases = register_of(day)
    if scope:
        cases = cases.filter(scope=scope)
    received: Counter[tuple[int, int]] = Counter()
    for received_on, starts_on, number in _counted(cases, *DAYS):
        month = received_on.month if received_on else UNKNOWN
        received[(received_on or starts_on).year, month] += number
    requesters: Counter[tuple[int, int]] = Counter()
    called: dict[tuple[int, int], set[str]] = defaultdict(set)
    names: dict[int, str] = {}
    for asked in _asking(cases, min(day, datetime.date(year, 12, 31))):
        requesters[asked.year, asked.key] += asked.number
        called[asked.year, asked.key].add(asked.name)
        names[asked.key] = asked.name_at_end
    counts = CaseCounts(
        received=received,
        requesters=requesters,
        called=called,
        taken=_taken(cases, years_of(received, year)),
        waiting=_waiting(cases, day),
    )
    return figures_of(counts, year, names)


def _counted(cases: RequisitionQuerySet, *fields: str, distinct: bool = False) -> Iterator[tuple]:
    """The different values of the fields, and last how many cases have them."""
    number = Count("pk", distinct=distinct)
    return cases.order_by().values_list(*fields).annotate(number=number).iterator()


def _taken(cases: RequisitionQuerySet, years: Sequence[int]) -> Counter[tuple[int, int]]:
    completed = cases.filter(state=State.COMPLETED, received_on__isnull=False).annotate(
        completed_in=Case(
            *(
                When(
                    state_on__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
                    then=Value(year),
                )
                for year in years
            )
        ),
        taken=F("state_on") - F("received_on"),
    )
    found: Counter[tuple[int, int]] = Counter()
    for year, taken, number in _counted(completed, "completed_in", "taken"):
        found[year, taken.days] += number
    return found


def _waiting(cases: RequisitionQuerySet, day: datetime.date) -> Counter[tuple[str, int | None]]:
    found: Counter[tuple[str, int | None]] = Counter()
    answers = Case(
        When(activity__responsible__is_active=True, then="activity__responsible__full_name")
    )
    # Who has left answers for no case: it is nobody's.
    waiting = cases.filter(state__in=OPEN).annotate(answers=answers)
    for name, state, received_on, number in _counted(waiting, "answers", "state", "received_on"):
        age = age_in_days(CaseFacts(state, None, received_on), day)
        found[name or "", age] += number
    return found


class Asked(NamedTuple):
    """How many cases of a year one key asks in, and what it was and will be called."""

    key: int
    year: int
    number: int
    name: str
    name_at_end: str


def _asking(cases: RequisitionQuerySet, end: datetime.date) -> Iterator[Asked]:
    """Each administration by itself, the others by their kind, a case once in each; nobody last."""
    known = Organisation.objects.filter(kind=OrganisationKind.ADMINISTRATION)
    administrations = {one.pk: one for one in known.prefetch_related("former_names")}
    kinds = list(OrganisationKind)
    for kind, pk, received_on, starts_on, number in _by_requester(cases):
        then = received_on or starts_on
        if pk:
            name_on = administrations[pk].name_on
            yield Asked(pk, then.year, number, name_on(then), name_on(end))
        else:
            # No primary key is below nought.
            label = str(OrganisationKind(kind).label)
            yield Asked(-1 - kinds.index(kind), then.year, number, label, label)
    nobody = ~Exists(Party.objects.filter(requisition=OuterRef("pk"), role=PartyRole.REQUESTER))
    for received_on, starts_on, number in _counted(cases.filter(nobody), *DAYS):
        yield Asked(UNKNOWN, (received_on or starts_on).year, number, _("Unknown"), _("Unknown"))


def _by_requester(cases: RequisitionQuerySet) -> Iterator[tuple]:
    """Kind, key of an administration, day of receipt, the programme's first day, and how many."""
    is_administration = Q(parties__organisation__kind=OrganisationKind.ADMINISTRATION)
    asked = cases.filter(parties__role=PartyRole.REQUESTER).annotate(
        administration=Case(When(is_administration, then="parties__organisation"))
    )
    fields = "parties__organisation__kind", "administration", *DAYS
    return _counted(asked, *fields, distinct=True)
