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
from core.sorting import danish_key
from indicators.models.choices import Measure, Status
from indicators.queries.standings import Standing
from indicators.rules.explanations import figure_text, target_text, value_in_data, value_text
from indicators.rules.progress import DOWNWARD, Progress, Rule
from indicators.rules.sources import Forecast
from programs.models import Initiative, MainArea, Program

SIX_PLACES = Decimal("0.000001")
MOST_ACTIONS = 7


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
    value_text: str
    target_text: str
    expected_text: str
    bar: Bar | None

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
            and self.status in (None, row.status)
            and self.responsible in (None, row.responsible_id)
        )


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
        found = Counter(row.status for row in self.all_rows)
        always = sorted(
            (status for status in Status if status.meaning.counted),
            key=lambda status: status.meaning.counted,
        )
        others = [status for status in Status if not status.meaning.counted and found[status]]
        return [StatusCount(status, found[status]) for status in (*always, *others)]

    def area_summaries(self) -> list[AreaSummary]:
        found: dict[int, Counter[Status]] = {area.number: Counter() for area in self.areas}
        for row in self.all_rows:
            found[row.main_area.number][row.status] += 1
        return [_summary(area, found[area.number]) for area in self.areas]

    def actions(self) -> list[StatusRow]:
        """What needs action: behind, missing, missed; then what was measured this week."""
        monday = last_monday(self.as_of)
        wanting = [row for row in self.all_rows if row.status.meaning.needs_action]
        wanting.sort(key=lambda row: (row.status.meaning.urgency, row.due_on))
        changed = [
            row
            for row in self.all_rows
            if not row.status.meaning.needs_action and row.measured_on and row.measured_on >= monday
        ]
        return [*wanting, *changed][:MOST_ACTIONS]

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
class RowLookups:
    """What rows of one programme look up: by primary key, but for the address."""

    address_of: Callable[[int], str]
    areas: Mapping[int, MainArea]
    refs: Mapping[int | None, str]
    names: Mapping[int | None, str]


def row_of(standing: Standing, lookups: RowLookups, depth: int) -> StatusRow:
    criterion, progress, rule = standing.criterion, standing.progress, standing.rule
    answerable: Any = getattr(criterion, "answerable_id", None)
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
        value=_value_of(progress, rule),
        numerator=progress.numerator,
        denominator=progress.denominator,
        expected=progress.expected,
        status=progress.status,
        assessed_status=standing.assessment.status if standing.assessment else None,
        explanation=standing.explanation,
        measured_on=standing.report.measured_on,
        measured_by=standing.report.measured_by,
        due_on=criterion.due_on,
        parent=lookups.refs.get(criterion.parent_id),
        depth=depth,
        forecast=standing.forecast,
        approximate=progress.approximate,
        responsible_id=answerable,
        responsible=lookups.names.get(answerable, ""),
        value_text=value_text(rule, progress),
        target_text=target_text(rule),
        expected_text="" if progress.expected is None else figure_text(rule, progress.expected),
        bar=_bar(standing),
    )


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
