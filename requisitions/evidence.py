"""The cases behind a criterion's figure, one by one: what each changed, and how it stands."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from indicators.models import Criterion
from indicators.sources import Cases, Evidence, ListedCase
from indicators.vocabulary import Measure
from requisitions import counting
from requisitions.counting import Case, Change, Stated, Wanted
from requisitions.models import Party, Requisition, StateChange
from requisitions.vocabulary import PartyRole, Question, Reply, State


class Rule(NamedTuple):
    """What a criterion looks for, and the programme whose register it looks in."""

    program: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Row:
    """A case as far as criteria ask for it. Bare, as a programme may have thousands."""

    pk: int
    title: str
    responsible: str
    answered_by: str
    case: Case


Rows = Mapping[int, Sequence[Row]]


def rows_of_programs(programs: Iterable[int]) -> Rows:
    """By programme every case in its register: two queries."""
    programs = list(programs)
    states: dict[int, list[Stated]] = defaultdict(list)
    standing = StateChange.objects.filter(
        retracted_at__isnull=True, requisition__activity__main_area__program__in=programs
    ).order_by()
    person = "recorded_by__full_name", "recorded_by__username"
    for case, on, at, pk, state, *names in standing.values_list(
        "requisition_id", "on", "recorded_at", "pk", "state", *person
    ):
        states[case].append(Stated(on, (at, pk), state, by=_name(names)))
    rows = Requisition.objects.standing().filter(activity__main_area__program__in=programs)
    found: dict[int, list[Row]] = defaultdict(list)
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
    states: Mapping[int, list[Stated]],
    pk: int,
    title: str,
    scope: str,
    relevant: bool | None,
    answered_on: datetime.date | None,
    *rest: str | None,
) -> Row:
    answers, names = rest[: len(Question)], rest[len(Question) :]
    case = Case(
        states=tuple(states.get(pk, ())),
        scope=scope,
        relevant=bool(relevant),
        answered_on=answered_on,
        answers={
            question: answer or ""
            for question, answer in zip(Question.values, answers, strict=True)
        },
    )
    return Row(pk, title, _name(names[:2]), _name(names[2:]), case)


def _name(names: Sequence[str | None]) -> str:
    """The full name, else the user name, as a user is called everywhere."""
    return next((name for name in names if name), "")


def evidence_of(
    criterion: Criterion, rule: Rule, rows: Rows, as_of: datetime.date
) -> list[Evidence]:
    own = rows.get(rule.program, ())
    cases = [row.case for row in own]
    is_count = criterion.measure == Measure.COUNT
    changes = (counting.count_changes if is_count else counting.share_changes)(cases, rule.wanted)
    shown = [change for change in changes if change.reading.measured_on <= as_of]
    address = _address()
    return [_change(own[change.case], change, address) for change in reversed(shown)]


def _address() -> str:
    """A case's address, with {} for its key: to work out each one's own takes too long."""
    before, after = reverse("requisitions:case", args=[0]).rsplit("0", 1)
    return f"{before}{{}}{after}"


def _change(row: Row, change: Change, address: str) -> Evidence:
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


def cases_behind(
    criterion: Criterion, rule: Rule, rows: Rows, as_of: datetime.date, most: int | None
) -> Cases:
    """Those that count as of the day, or were to be asked, newest first: one query more."""
    is_count = criterion.measure == Measure.COUNT
    is_one = counting.counts if is_count else counting.is_asked
    listed = _listed_count if is_count else _listed_share
    found = [
        (row, *listed(row.case, rule.wanted, as_of))
        for row in rows.get(rule.program, ())
        if is_one(row.case, rule.wanted, as_of)
    ]
    found.sort(key=lambda case: (case[2] or datetime.date.min, case[0].pk), reverse=True)
    shown = found[:most]
    asking = _requesters([row.pk for row, *_rest in shown], as_of)
    address = _address()
    return Cases(
        shown=[
            ListedCase(
                label=row.title,
                address=address.format(row.pk),
                who=", ".join(asking[row.pk]),
                state=state,
                on=on,
                responsible=row.responsible,
                counts=counts,
            )
            for row, state, on, counts in shown
        ],
        hidden=len(found) - len(shown),
    )


def _listed_count(
    case: Case, wanted: Wanted, day: datetime.date
) -> tuple[str, datetime.date | None, bool]:
    stated = case.state(day)
    return (str(State(stated.state).label), stated.on, True) if stated else ("", None, True)


def _listed_share(
    case: Case, wanted: Wanted, day: datetime.date
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
