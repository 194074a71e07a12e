"""Reading the register: what the list asks for, what lacks something, what the figures are."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OrderBy, OuterRef, Q, When

from accounts.models import User
from activities.models import Attachment, LogEntry
from core.clock import today
from core.held import held
from core.sorting import DanishOrder, danish_key
from core.versions import version_of_all
from directory.models import Organisation, OrganisationKind, Participant
from programs.models import Program
from requisitions.models import Party, Requisition
from requisitions.models.cases import RequisitionQuerySet
from requisitions.models.choices import CLOSED, OPEN, PartyRole, State
from requisitions.queries.follow_ups import FollowUpDue, unanswered
from requisitions.rules.cases import beside_the_case_word
from requisitions.rules.register import CaseRow, row_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from activities.models.querysets import ActivityQuerySet

# Which cases the register shows: an order of their own comes with it.
SHOW_OPEN, SHOW_CLOSED, SHOW_ALL = "open", "closed", "all"
SHOW_DUE, SHOW_LACKING = "follow-up", "lacking"
OLDEST, NEWEST = "received", "-received"
MOST_LACKING = 20  # of them «Min side» shows the oldest
CASE_BYTES = 10_000  # about what a row takes in memory, its records included
AT_A_TIME = 1000  # cases that are held at once, where all are handed out


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the address of the register asks for; ``program`` None is every programme.

    As of a day, today where none is given; ``since`` leaves out what was closed before.
    """

    program: Program | None = None
    since: datetime.date | None = None
    as_of: datetime.date | None = None
    show: str = SHOW_OPEN
    state: str = ""
    scope: str = ""
    administration: int | None = None
    responsible: int | None = None
    q: str = ""
    sort: str = ""

    @property
    def order(self) -> str:
        """What waits by age, the oldest first; the others newest first."""
        waits = self.show in (SHOW_OPEN, SHOW_DUE, SHOW_LACKING) and not self.state
        return self.sort or (OLDEST if waits else NEWEST)

    @property
    def day(self) -> datetime.date:
        return min(self.as_of or today(), today())


def with_rows(cases: RequisitionQuerySet) -> RequisitionQuerySet:
    """Everything that a row shows."""
    return cases.select_related(
        "activity__main_area__program", "activity__responsible", "activity__place", "follow_up"
    ).prefetch_related("parties__organisation__former_names")


def register_of(day: datetime.date) -> RequisitionQuerySet:
    """The cases that the register holds on a day, with their states. One query to begin with.

    States lie ahead of a stopped clock, or came with a programme file.
    """
    cases = Requisition.objects.active().until(day)
    ahead = Requisition.objects.filter(newest_state_on__gt=day)
    return cases.with_state(day) if ahead.exists() else cases.with_newest_state()


def leave_out_closed(
    activities: ActivityQuerySet, first: datetime.date, last: datetime.date
) -> ActivityQuerySet:
    """Without the work on cases that were closed or taken out before the days, or came after.

    Asked of one activity after the other, so that the newest few are found without the others.
    """
    own = Requisition.objects.with_state(first - datetime.timedelta(days=1))
    over = Q(retracted_at__isnull=False) | Q(state__in=CLOSED) | Q(received_on__gt=last)
    return activities.exclude(Exists(own.filter(over, activity=OuterRef("pk"))))


def wanted_cases(wanted: CaseFilter) -> RequisitionQuerySet:
    cases = register_of(wanted.day)
    if wanted.program:
        cases = cases.of_program(wanted.program)
    if wanted.since:
        cases = not_closed_before(cases, wanted.since)
    if wanted.state:
        cases = cases.filter(state=wanted.state)
    elif wanted.show == SHOW_DUE:
        cases = with_follow_up_due(cases, wanted.day)
    elif wanted.show == SHOW_LACKING:
        cases = with_lacks(cases, wanted.day)
    elif wanted.show != SHOW_ALL:
        cases = cases.filter(state__in=OPEN if wanted.show == SHOW_OPEN else CLOSED)
    if wanted.scope:
        cases = cases.filter(scope=wanted.scope)
    if wanted.administration:
        cases = cases.filter(
            pk__in=Party.objects.filter(organisation=wanted.administration).values("requisition")
        )
    if wanted.responsible:
        cases = cases.filter(activity__responsible=wanted.responsible)
    return about(cases, wanted.q)


def not_closed_before(cases: RequisitionQuerySet, day: datetime.date) -> RequisitionQuerySet:
    """Of the cases with their states."""
    return cases.exclude(state__in=CLOSED, state_on__lt=day)


def with_follow_up_due(cases: RequisitionQuerySet, day: datetime.date) -> RequisitionQuerySet:
    """Of the cases with their states, those whose requester is to be asked by now."""
    return cases.filter(_follow_up_is_due(day), state=State.COMPLETED)


def _follow_up_is_due(day: datetime.date) -> Q:
    """Of completed cases."""
    due = Q(pk__in=[])
    for program in Program.objects.all():
        completed_by = day - datetime.timedelta(weeks=program.follow_up_weeks)
        due |= Q(activity__main_area__program=program, state_on__lte=completed_by)
    unanswered = Q(follow_up__answered_on__isnull=True) | Q(follow_up__answered_on__gt=day)
    return due & unanswered & Q(relevant=True)


def about(cases: RequisitionQuerySet, query: str) -> RequisitionQuerySet:
    """Those that hold the words; «rekvirering», in whatever spelling, is what all of them are."""
    beside = beside_the_case_word(query)
    text = query.strip() if beside is None else beside
    if not text:
        return cases
    named = Party.objects.filter(organisation__in=Organisation.objects.named_like(text))
    return cases.filter(
        Q(activity__title__icontains=text)
        | Q(asked__icontains=text)
        | Q(done__icontains=text)
        | Q(activity__place__name__icontains=text)
        | Q(activity__ref__iexact=text)
        | Q(pk__in=named.values("requisition"))
    )


def _by_state() -> Case:
    places = [When(state=state, then=place) for place, state in enumerate(State.values)]
    return Case(*places, default=-1)


def _by_responsible() -> Case:
    """By the place of each name among them, as people are few: one query."""
    names = dict(User.objects.values_list("pk", "full_name"))
    order = sorted({"", *names.values()}, key=danish_key)
    places = [When(activity__responsible=pk, then=order.index(names[pk])) for pk in names]
    return Case(*places, default=0)


# What each column is sorted by; the address names them, «-» turns them round.
SORTS: dict[str, Callable[[], Any]] = {
    "received": lambda: F("received_on"),
    "subject": lambda: DanishOrder("activity__title"),
    "state": _by_state,
    "responsible": _by_responsible,
}


def in_order(cases: RequisitionQuerySet, order: str) -> QuerySet[Requisition, int]:
    """Primary keys as the address asks; those of no day come before the first."""
    key = SORTS.get(order.removeprefix("-"), SORTS["received"])()
    turn = OrderBy(key, descending=True, nulls_last=True)
    if not order.startswith("-"):
        turn = OrderBy(key, nulls_first=True)
    return cases.order_by(turn, "pk").values_list("pk", flat=True)


def rows_for(keys: Sequence[int], day: datetime.date) -> list[CaseRow]:
    """The rows of these cases as of a day, in this order: a constant number of queries."""
    files = Attachment.objects.filter(log_entry__activity=OuterRef("activity"))
    files = files.filter(log_entry__retracted_at__isnull=True, log_entry__on__lte=day)
    cases = Requisition.objects.with_state(day).annotate(has_files=Exists(files))
    found = with_rows(cases).in_bulk(keys)
    return [row_of(found[key], day) for key in keys if key in found]


def every_row(keys: Iterable[int], day: datetime.date) -> Iterator[CaseRow]:
    """The same of any number of cases, so many at a time."""
    rest = iter(keys)
    while some := list(islice(rest, AT_A_TIME)):
        yield from rows_for(some, day)


def administrations() -> list[Organisation]:
    """Those that stand in a case, in Danish order."""
    found = Organisation.objects.filter(
        Exists(Party.objects.filter(organisation=OuterRef("pk"))),
        kind=OrganisationKind.ADMINISTRATION,
    ).prefetch_related("former_names")
    return sorted(found, key=lambda organisation: danish_key(organisation.name_on(today())))


@dataclass(frozen=True, slots=True)
class LackingCases:
    """The first of the cases that lack something, how many there are, and what is to follow."""

    rows: Sequence[CaseRow]
    number: int
    coming: Sequence[FollowUpDue]


def lacking(user: User) -> LackingCases:
    """The user's own cases that lack something or whose follow-up is due, the oldest first.

    Beside them all follow-ups that are still to be made. They are held until something else
    changes than what is logged.
    """
    key = "lacking", user.pk, today(), version_of_all(logged=False)
    return held.get(key, lambda: _lacking(user), weigh=lambda found: CASE_BYTES * len(found.rows))


def _lacking(user: User) -> LackingCases:
    register = register_of(today()).of_responsible(user)
    own = with_lacks(register, today())
    rows = rows_for(list(in_order(own, OLDEST)[:MOST_LACKING]), today())
    number = own.count() if len(rows) == MOST_LACKING else len(rows)
    return LackingCases(rows, number, unanswered(register))


def with_lacks(cases: RequisitionQuerySet, day: datetime.date) -> RequisitionQuerySet:
    """Of the cases with their states, those that lack something: ``lacks`` in the database."""
    asking = Party.objects.filter(requisition=OuterRef("pk"), role=PartyRole.REQUESTER)
    unfinished = Q(done="") | Q(relevant__isnull=True) | _follow_up_is_due(day)
    lacks = Q(asked="") | Q(scope="") | Q(~Exists(asking), requester_unknown=False)
    lacks |= Q(state=State.COMPLETED) & unfinished
    return cases.filter(lacks, state__in=["", *OPEN, State.COMPLETED])


# Documentation from elsewhere ------------------------------------------------------------------
MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Offered:
    entries: Sequence[LogEntry]
    participants: Sequence[Participant]

    def __bool__(self) -> bool:
        return bool(self.entries or self.participants)

    @property
    def is_cut(self) -> bool:
        return MOST_OFFERED in (len(self.entries), len(self.participants))


def documentation_for(case: Requisition, query: str) -> Offered:
    """What the words find at other activities of the programme, without what is there already."""
    entries = (
        LogEntry.objects.of_program(case.program)
        .active()
        .until(today())
        .exclude(activity=case.activity_id)
        .exclude(documented_cases=case)
        .filter(Q(text__icontains=query) | Q(activity__title__icontains=query))
        .with_subject()
        .prefetch_related("attachments")
    )
    named = Organisation.objects.named_like(query)
    participants = (
        Participant.objects.active()
        .filter(activity__main_area__program=case.program)
        .exclude(activity=case.activity_id)
        .exclude(documented_cases=case)
        .filter(
            Q(organisation__in=named)
            | Q(school_class__school__in=named)
            | Q(activity__title__icontains=query)
        )
        .with_who()
        .select_related("activity")
    )
    return Offered(list(entries[:MOST_OFFERED]), list(participants[:MOST_OFFERED]))
