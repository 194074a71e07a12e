"""The status table: one dataclass behind the page, the spreadsheet and the data.

A row holds the figures as they are; what a page shows of them is worked out here too, so that no
two renderings can disagree.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from core.bars import Bar
from core.clock import last_monday
from core.dates import months_after
from core.sorting import danish_key
from indicators.models.choices import Measure, Status
from indicators.queries.standings import Standing
from indicators.rules.explanations import figure_text, target_text, value_in_data, value_text
from indicators.rules.progress import DOWNWARD, Progress, Rule
from indicators.rules.revisions import is_revised_after, told_by
from indicators.rules.sources import Forecast
from overview.rules.movement import Movement, movement
from programs.models import Initiative, MainArea, Program

SIX_PLACES = Decimal("0.000001")
# What the filter of statuses takes beside them.
NEEDS_ACTION, IS_NEW = "needs_action", "new"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One criterion as of a date. ``target`` of a share is per cent; None is absent."""

    pk: int
    address: str
    id: str
    wording: str
    main_area: MainArea
    initiative: Initiative | None
    measure: str
    comparison: str
    target: Decimal | None
    unit: str
    value: Decimal | bool | None
    numerator: Decimal | None
    denominator: Decimal | None
    expected: Decimal | None
    status: Status
    assessed_status: str | None
    explanation: str
    measured_on: datetime.date | None
    measured_by: str
    due_on: datetime.date
    parent: str | None
    depth: int
    forecast: Forecast | None
    approximate: bool
    responsible_id: int | None
    responsible: str
    responsible_email: str
    value_text: str
    target_text: str
    expected_text: str
    bar: Bar | None
    # Whether it was measured since the last Monday, and what has changed since then.
    is_new: bool
    since_monday: Movement | None
    since_a_month: Movement | None
    # Whether something else was demanded on the day than is now.
    is_revised_later: bool = False

    @property
    def needs_action(self) -> bool:
        """Behind, missing, or missed and not judged."""
        judged = self.status == Status.MISSED and self.assessed_status
        return self.status.meaning.needs_action and not judged

    @property
    def is_late(self) -> bool:
        """Whether the newest figure came after the due date."""
        return self.measured_on is not None and self.measured_on > self.due_on

    @property
    def assessed_label(self) -> str:
        return str(Status(self.assessed_status).label) if self.assessed_status else ""


@dataclass(frozen=True)
class StatusFilter:
    """What the address asks for; None asks for everything."""

    main_area: int | None = None
    status: str | None = None
    responsible: int | None = None
    sort: str = ""

    def keeps(self, row: StatusRow) -> bool:
        return (
            self.main_area in (None, row.main_area.number)
            and (self.status in (None, row.status) or self._is_of_band(row))
            and self.responsible in (None, row.responsible_id)
        )

    def _is_of_band(self, row: StatusRow) -> bool:
        return (self.status == NEEDS_ACTION and row.needs_action) or (
            self.status == IS_NEW and row.is_new
        )


WORST_FIRST = sorted(Status, key=lambda status: status.meaning.urgency)


@dataclass(frozen=True, slots=True)
class StatusCount:
    status: Status
    number: int

    @property
    def label(self) -> str:
        return str(self.status.label)


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A stretch of a main area's bar, in hundredths of its width."""

    status: Status
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class AreaSummary:
    main_area: MainArea
    counts: Sequence[StatusCount]
    segments: Sequence[BarSegment]
    total: int

    @property
    def worst_first(self) -> list[StatusCount]:
        return sorted(self.counts, key=lambda count: count.status.meaning.urgency)

    @property
    def met(self) -> int:
        return sum(count.number for count in self.counts if count.status == Status.MET)


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """Rows that stand together under a main area and an initiative; no titles when sorted."""

    main_area: MainArea | None
    initiative: Initiative | None
    opens_area: bool
    rows: list[StatusRow]


@dataclass(frozen=True)
class StatusTable:
    """A programme as of a date. ``all_rows`` are unfiltered: the counts are made of them."""

    program: Program
    as_of: datetime.date
    areas: Sequence[MainArea]
    all_rows: Sequence[StatusRow]
    rows: Sequence[StatusRow]
    sort: str = ""

    def filtered(self, chosen: StatusFilter) -> StatusTable:
        kept = [row for row in self.all_rows if chosen.keeps(row)]
        if chosen.sort in SORTS:
            kept.sort(key=SORTS[chosen.sort])
        return replace(self, rows=kept, sort=chosen.sort)

    def counts(self) -> list[StatusCount]:
        """The worst first; the usual ones also where there are none."""
        found = Counter(row.status for row in self.all_rows)
        shown = [status for status in WORST_FIRST if status.meaning.is_usual or found[status]]
        return [StatusCount(status, found[status]) for status in shown]

    def area_summaries(self) -> list[AreaSummary]:
        found: dict[int, Counter[Status]] = {area.number: Counter() for area in self.areas}
        for row in self.all_rows:
            found[row.main_area.number][row.status] += 1
        return [_summary(area, found[area.number]) for area in self.areas]

    def groups(self) -> list[StatusGroup]:
        """The rows under their headings; one nameless group where they are sorted otherwise."""
        if self.sort:
            return [StatusGroup(None, None, False, list(self.rows))] if self.rows else []
        found: list[StatusGroup] = []
        last: tuple | None = None
        for row in self.rows:
            key = (row.main_area.number, row.initiative.pk if row.initiative else None)
            if key != last:
                opens = last is None or last[0] != key[0]
                found.append(StatusGroup(row.main_area, row.initiative, opens, []))
                last = key
            found[-1].rows.append(row)
        return found


def _summary(area: MainArea, found: Mapping[Status, int]) -> AreaSummary:
    total = sum(found.values())
    counts = [StatusCount(status, found[status]) for status in Status if found[status]]
    segments, start = [], 0.0
    for count in counts:
        width = 100 * count.number / total
        segments.append(BarSegment(count.status, round(start, 2), round(width, 2)))
        start += width
    return AreaSummary(area, counts, segments, total)


def _latest(row: StatusRow) -> tuple:
    return (row.measured_on is None, -row.measured_on.toordinal() if row.measured_on else 0)


SORTS: Mapping[str, Callable[[StatusRow], Any]] = {
    "wording": lambda row: danish_key(row.wording),
    "status": lambda row: row.status.meaning.urgency,
    "due": lambda row: row.due_on,
    "measured": _latest,
}


# From a standing to a row -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers for a criterion; without an address where nobody reads what is sent there."""

    name: str = ""
    email: str = ""


NOBODY = Person()


def earlier_days(as_of: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days since which a row shows its movement: before the last Monday, and a month ago."""
    return last_monday(as_of) - datetime.timedelta(days=1), months_after(as_of, -1)


@dataclass(frozen=True, slots=True)
class RowLookups:
    """What rows of one programme look up: by primary key, but for the address."""

    address_of: Callable[[int], str]
    areas: Mapping[int, MainArea]
    refs: Mapping[int | None, str]
    people: Mapping[int | None, Person]


def row_of(standing: Standing, lookups: RowLookups, depth: int) -> StatusRow:
    criterion, progress, rule = standing.criterion, standing.progress, standing.rule
    answerable: Any = getattr(criterion, "answerable_id", None)
    person = lookups.people.get(answerable, NOBODY)
    reads = value_text(rule, progress)
    since_monday, since_a_month = (
        movement(rule, then, progress, reads) for then in standing.earlier
    )
    measured_on = standing.report.measured_on
    return StatusRow(
        pk=criterion.pk,
        address=lookups.address_of(criterion.pk),
        id=criterion.ref,
        wording=criterion.wording,
        main_area=lookups.areas[criterion.main_area_id],
        initiative=criterion.initiative,
        measure=criterion.measure,
        comparison=criterion.comparison,
        target=criterion.target,
        unit=criterion.unit,
        **_figures_of(progress, rule),
        assessed_status=standing.assessment.status if standing.assessment else None,
        explanation=" ".join([standing.explanation, *told_by(criterion, standing.as_of)]),
        measured_on=measured_on,
        measured_by=standing.report.measured_by,
        due_on=criterion.due_on,
        parent=lookups.refs.get(criterion.parent_id),
        depth=depth,
        forecast=standing.forecast,
        responsible_id=answerable,
        responsible=person.name,
        responsible_email=person.email,
        value_text=reads,
        bar=_bar(standing),
        is_new=measured_on is not None and measured_on >= last_monday(standing.as_of),
        since_monday=since_monday,
        since_a_month=since_a_month,
        is_revised_later=is_revised_after(criterion, standing.as_of),
    )


def _figures_of(progress: Progress, rule: Rule) -> dict[str, Any]:
    expected = progress.expected
    return {
        "value": _value_of(progress, rule),
        "numerator": progress.numerator,
        "denominator": progress.denominator,
        "expected": expected,
        "status": progress.status,
        "approximate": progress.approximate,
        "target_text": target_text(rule),
        "expected_text": "" if expected is None else figure_text(rule, expected),
    }


def _value_of(progress: Progress, rule: Rule) -> Decimal | bool | None:
    if rule.measure == Measure.MILESTONE:
        return progress.done
    if progress.share:
        return share_value(*progress.share, rule.comparison)
    return value_in_data(rule, progress.value)


def share_value(numerator: Decimal, denominator: Decimal, comparison: str) -> Decimal:
    """Per cent to six places, towards the losing side."""
    rounding = ROUND_CEILING if comparison in DOWNWARD else ROUND_FLOOR
    return (100 * numerator / denominator).quantize(SIX_PLACES, rounding=rounding)


def _bar(standing: Standing) -> Bar | None:
    progress, target = standing.progress, standing.rule.target
    if target is None:
        return None
    if standing.rule.measure == Measure.SHARE:
        if progress.share is None:
            return Bar(0, int(target))
        numerator, denominator = progress.share
        return Bar(min(100, int(100 * numerator / denominator)), int(target))
    value = progress.value or Decimal(0)
    scale = max(target, value)
    if not scale:
        return None
    mark = None if progress.expected is None else int(100 * progress.expected / scale)
    return Bar(int(100 * value / scale), mark)
