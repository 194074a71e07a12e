"""The cases behind a criterion's figure, one by one: what each changed, and how it stands."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.models import Criterion
from indicators.models.choices import Measure
from indicators.rules.moves import FigureMove
from indicators.rules.sources import Cases, Evidence, ListedCase
from requisitions.models import Party, Requisition, StateChange
from requisitions.models.choices import PartyRole, Question, Reply, Scope, State
from requisitions.rules import counting
from requisitions.rules.counting import CaseTimeline, RegisterTerms, StateFact


class RegisterQuestion(NamedTuple):
    """What a criterion looks for, and the programme whose register it looks in, by its areas."""

    program: int
    wanted: RegisterTerms
    areas: set[int]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as far as criteria ask for it. Bare, as a programme may have thousands."""

    pk: int
    title: str
    responsible: str
    answered_by: str
    case: CaseTimeline


Rows = Mapping[int, Sequence[CaseRecord]]


def rows_of_programs(programs: Iterable[int]) -> Rows:
    """By programme every case in its register: two queries."""
    programs = list(programs)
    states: dict[int, list[StateFact]] = defaultdict(list)
    standing = StateChange.objects.active().filter(
        requisition__activity__main_area__program__in=programs
    )
    person = "recorded_by__full_name", "recorded_by__username"
    for case, on, at, pk, state, *names in standing.order_by().values_list(
        "requisition_id", "on", "recorded_at", "pk", "state", *person
    ):
        states[case].append(StateFact(on, (at, pk), state, by=_name(names)))
    rows = Requisition.objects.active().filter(activity__main_area__program__in=programs)
    found: dict[int, list[CaseRecord]] = defaultdict(list)
    for program, *values in rows.order_by("pk").values_list(*_FIELDS):
        found[program].append(_row(states, *values))
    return found


_FIELDS = (
    "activity__main_area__program_id",
    "pk",
    "activity__title",
    "scope",
    "relevant",
    "follow_up__answered_on",
    *(f"follow_up__{question}" for question in Question.values),
    "activity__responsible__full_name",
    "activity__responsible__username",
    "follow_up__answered_by__full_name",
    "follow_up__answered_by__username",
)


def _row(
    states: Mapping[int, list[StateFact]],
    pk: int,
    title: str,
    scope: str,
    relevant: bool | None,
    answered_on: datetime.date | None,
    *rest: str | None,
) -> CaseRecord:
    answers, names = rest[: len(Question)], rest[len(Question) :]
    case = CaseTimeline(
        states=tuple(states.get(pk, ())),
        scope=scope,
        relevant=bool(relevant),
        answered_on=answered_on,
        answers={
            question: answer or ""
            for question, answer in zip(Question.values, answers, strict=True)
        },
    )
    return CaseRecord(pk, title, _name(names[:2]), _name(names[2:]), case)


def _name(names: Sequence[str | None]) -> str:
    """The full name, else the user name, as a user is called everywhere."""
    return next((name for name in names if name), "")


def evidence_of(
    criterion: Criterion, rule: RegisterQuestion, rows: Rows, as_of: datetime.date
) -> list[Evidence]:
    own = rows.get(rule.program, ())
    cases = [row.case for row in own]
    is_count = criterion.measure == Measure.COUNT
    changes = (counting.count_changes if is_count else counting.share_changes)(cases, rule.wanted)
    shown = [change for change in changes if change.reading.measured_on <= as_of]
    address = _address()
    return [_change(own[change.places[0]], change, address) for change in reversed(shown)]


def _address() -> str:
    """A case's address, with {} for its key: to work out each one's own takes too long."""
    before, after = reverse("requisitions:case", args=[0]).rsplit("0", 1)
    return f"{before}{{}}{after}"


def _change(row: CaseRecord, change: FigureMove, address: str) -> Evidence:
    """One case that moved the figure, and who recorded it."""
    day = change.reading.measured_on
    stated = row.case.state(day)
    by = stated.by if stated and stated.on == day else ""
    note = ""
    if change.reading.response:
        by = row.answered_by if row.case.answered_on == day else by
        note = gettext("%(answered)s of %(asked)s have answered") % {
            "answered": change.reading.response.answered,
            "asked": change.reading.response.asked,
        }
    return Evidence(
        reading=change.reading,
        by=by,
        log_entry=None,
        address=address.format(row.pk),
        label=row.title,
        note=note,
    )


class _Found(NamedTuple):
    """A case behind a figure, and how it stands."""

    row: CaseRecord
    state: str
    on: datetime.date | None
    counts: bool


def cases_behind(
    criterion: Criterion, rule: RegisterQuestion, rows: Rows, as_of: datetime.date, most: int | None
) -> Cases:
    """Those that count as of the day, or were to be asked, newest first. Two queries.

    Apart from what counts only internal or only external cases stand the others.
    """
    own = rows.get(rule.program, ())
    found = _found(criterion, rule.wanted, own, as_of)
    others = _OTHERS.get(rule.wanted.scope) if criterion.measure == Measure.COUNT else None
    beside = replace(rule.wanted, scope=others) if others else None
    apart = _found(criterion, beside, own, as_of) if beside else []
    asking = _requesters([case.row.pk for case in (*found[:most], *apart[:most])], as_of)
    return Cases(
        shown=_listed(found[:most], asking),
        number=len(found),
        apart=Cases(_listed(apart[:most], asking, counts=False), len(apart)) if apart else None,
        apart_label=str(_APART[others]) if others else "",
    )


_OTHERS: Mapping[str, Scope] = {Scope.INTERNAL: Scope.EXTERNAL, Scope.EXTERNAL: Scope.INTERNAL}
_APART = {
    Scope.INTERNAL: _("Internal ones, which do not count"),
    Scope.EXTERNAL: _("External ones, which do not count"),
}


def _found(
    criterion: Criterion, wanted: RegisterTerms, rows: Iterable[CaseRecord], day: datetime.date
) -> list[_Found]:
    """Newest first."""
    is_count = criterion.measure == Measure.COUNT
    is_one = counting.counts if is_count else counting.is_asked
    stands = _stands_for_count if is_count else _stands_for_share
    found = [
        _Found(row, *stands(row.case, wanted, day)) for row in rows if is_one(row.case, wanted, day)
    ]
    found.sort(key=lambda case: (case.on or datetime.date.min, case.row.pk), reverse=True)
    return found


def _listed(
    found: Iterable[_Found], asking: Mapping[int, list[str]], *, counts: bool = True
) -> list[ListedCase]:
    address = _address()
    return [
        ListedCase(
            label=case.row.title,
            address=address.format(case.row.pk),
            who=", ".join(asking[case.row.pk]),
            state=case.state,
            on=case.on,
            responsible=case.row.responsible,
            counts=counts and case.counts,
        )
        for case in found
    ]


def _stands_for_count(
    case: CaseTimeline, wanted: RegisterTerms, day: datetime.date
) -> tuple[str, datetime.date | None, bool]:
    stated = case.state(day)
    return (str(State(stated.state).label), stated.on, True) if stated else ("", None, True)


def _stands_for_share(
    case: CaseTimeline, wanted: RegisterTerms, day: datetime.date
) -> tuple[str, datetime.date | None, bool]:
    """What was answered and when; without an answer, from when one could be expected."""
    if not counting.has_answered(case, wanted, day):
        return gettext("Not answered"), case.due_on(wanted, day), False
    answer = Reply(case.answers[wanted.question]).label
    return str(answer), case.answered_on, counting.says_yes(case, wanted, day)


def _requesters(cases: Sequence[int], day: datetime.date) -> dict[int, list[str]]:
    """By case the names that its requesters went by on the day."""
    parties = (
        Party.objects.filter(requisition__in=cases, role=PartyRole.REQUESTER)
        .select_related("organisation")
        .prefetch_related("organisation__former_names")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for party in parties:
        found[party.requisition_id].append(party.organisation.name_on(day))
    return found
