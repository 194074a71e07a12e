"""Asking about what looks wrong, before a result is saved or corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from activities.models import Activity, LogEntry
from core.plausibility import QuestionCode
from indicators.models import Criterion, Measurement
from indicators.models.choices import Aggregation, Base, Measure
from indicators.queries.same_day import logged_on
from indicators.queries.standings import standings_of
from indicators.queries.suppositions import readings_with
from indicators.rules import sources
from indicators.rules.plausibility import (
    ask_after_due,
    ask_over_whole,
    ask_same_figure,
    ask_ten_times,
    is_after_due,
    is_ten_times,
)
from programs.rules.as_of import default_as_of
from programs.rules.days import ask_after_end

if TYPE_CHECKING:
    from activities.services.log import LogEntryInput
    from core.plausibility import Question
    from indicators.rules.progress import Reading
    from indicators.rules.results import Result
    from programs.models import MainArea, Program


@dataclass(frozen=True)
class Inspection:
    """What is about to be saved at an activity or main area: a new entry, or a corrected one.

    ``instead_of`` is the entry, or the measurement, that is corrected.
    """

    subject: Activity | MainArea
    entry: LogEntryInput | LogEntry
    results: Sequence[Result] = ()
    instead_of: LogEntry | None = None

    def questions(self) -> list[Question]:
        """Everything to ask; those about a result name its criterion, those of the entry none."""
        return [*self._of_days(), *self._of_figures(), *self._of_shares(), *self._of_others()]

    @property
    def on(self) -> datetime.date:
        return self.entry.on

    @property
    def program(self) -> Program:
        return self.subject.program

    @cached_property
    def derived(self) -> list[Criterion]:
        """The criteria that measure themselves by what the entry says: one query, or none."""
        adds_to = sources.readings_from(self.entry)
        if not adds_to or not isinstance(self.subject, Activity):
            return []
        return list(Criterion.objects.fed_by(self.subject).filter(source__in=adds_to))

    def _of_days(self) -> Iterator[Question]:
        if self.on > self.program.ends_on:
            yield ask_after_end(self.program, self.on)
        for criterion in self.derived:
            if is_after_due(criterion, self.on):
                yield ask_after_due(criterion, self.on)
        for result in self.results:
            if is_after_due(result.criterion, self.on):
                yield ask_after_due(result.criterion, self.on, result.criterion.pk)

    def _of_figures(self) -> Iterator[Question]:
        adds = sources.readings_from(self.entry)
        for criterion in self.derived:
            figure = adds[criterion.source].value
            if figure is not None and is_ten_times(criterion, figure):
                yield ask_ten_times(criterion, figure, criterion.source)
        for result in self.results:
            if result.value is not None and is_ten_times(result.criterion, result.value):
                yield ask_ten_times(result.criterion, result.value, "value", result.criterion.pk)

    def _of_shares(self) -> Iterator[Question]:
        """Of a whole that is fixed or linked: a single pair is refused by the form."""
        # Added to, a sum and a highest value only rise.
        measured = [
            result.criterion
            for result in self.results
            if result.criterion.aggregation not in (Aggregation.SUM, Aggregation.HIGHEST)
            or result.criterion.measure == Measure.SHARE
        ]
        shares = _shares_moved_by(measured)
        if not shares:
            return
        criteria = [*self.derived, *(result.criterion for result in self.results)]
        as_of = default_as_of(self.program)
        supposed = readings_with(criteria, as_of, self.entry, self.results, without=self.instead_of)
        yield from _over_whole(self.program, shares, supposed)

    def _of_others(self) -> Iterator[Question]:
        """The same figure, of the same day, that stands in another entry."""
        if self.entry.attendance is None and not self.results:
            return
        for other in logged_on(self.subject, self.on):
            if other == self.instead_of:
                continue
            by = str(other.recorded_by or _("somebody"))
            if other.attendance and other.attendance == self.entry.attendance:
                yield ask_same_figure(other.attendance, self.on, by, "attendance")
            there = {row.criterion_id: row for row in other.active_measurements}
            for result in self.results:
                yield from _same_result(result, there.get(result.criterion.pk), self.on, by)


def questions_of_change(entry: LogEntry, said: LogEntryInput) -> list[Question]:
    """What to ask before an entry's day or attendance changes; its measurements follow its day."""
    if (entry.on, entry.attendance) == (said.on, said.attendance):
        return []
    questions = Inspection(entry.subject, said, instead_of=entry).questions()
    if entry.on == said.on:
        return questions
    following = entry.measurements.active().filter(forecast_stated_on=None)
    late = [row.criterion for row in following.select_related("criterion")]
    return questions + [ask_after_due(row, said.on) for row in late if is_after_due(row, said.on)]


def questions_of_correction(
    measurement: Measurement, result: Result, on: datetime.date
) -> Iterator[Question]:
    """What to ask before another figure, or another day, takes a measurement's place."""
    criterion = measurement.criterion
    program = criterion.main_area.program
    if on != measurement.measured_on and is_after_due(criterion, on):
        yield ask_after_due(criterion, on)
    if result.value is not None and is_ten_times(criterion, result.value):
        yield ask_ten_times(criterion, result.value, "value")
    if shares := _shares_moved_by([criterion]):
        rows = sources.evidence([criterion], default_as_of(program))[criterion.pk]
        others = [row.reading for row in rows if row.measurement != measurement]
        supposed = {criterion.pk: [*others, result.reading(on)]}
        yield from _over_whole(program, shares, supposed)


def confirmed_day(measurement: Measurement, on: datetime.date) -> list[Question]:
    """What was confirmed of the day of a measurement, where a correction leaves it as it is."""
    is_kept = QuestionCode.AFTER_DUE in measurement.confirmed.split(",")
    if on != measurement.measured_on or not is_kept:
        return []
    return [ask_after_due(measurement.criterion, on)]


# A share, and the criterion that is its base where it is that one that is measured.
MovedShare = tuple[Criterion, Criterion | None]


def _shares_moved_by(criteria: Sequence[Criterion]) -> list[MovedShare]:
    """The shares of a whole among the criteria, and those that the criteria are the bases of."""
    own = [row for row in criteria if row.measure == Measure.SHARE]
    counts = {row.pk: row for row in criteria if row.measure == Measure.COUNT}
    moved: list[MovedShare] = [(row, None) for row in own if row.base]
    if counts:
        ties = Criterion.base_criteria.through.objects.filter(to_criterion__in=counts)
        ties = ties.filter(from_criterion__base=Base.LINKED).exclude(from_criterion__in=own)
        for tie in ties.select_related("from_criterion"):
            moved.append((tie.from_criterion, counts[tie.to_criterion_id]))
    return moved


def _over_whole(
    program: Program, moved: Sequence[MovedShare], supposed: Mapping[int, Sequence[Reading]]
) -> Iterator[Question]:
    shares = [share for share, _base in moved]
    becoming = standings_of(program, shares, default_as_of(program), supposed)
    for share, base in moved:
        pair = becoming[share.pk].progress.share
        if pair and pair[0] > pair[1]:
            yield ask_over_whole(share, *pair, base)


def _same_result(
    result: Result, there: Measurement | None, on: datetime.date, by: str
) -> Iterator[Question]:
    field = "value" if result.value is not None else "numerator"
    figure = getattr(result, field)
    if there and figure and getattr(there, field) == figure:
        yield ask_same_figure(figure, on, by, field, result.criterion.pk)
