"""What a programme file says has happened: log entries with their hours, and measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from activities.models import Activity, LogEntry, TimeEntry
from indicators.models import Measurement
from indicators.models.choices import FIGURES, asked_of
from indicators.rules import sources
from overview.program_file import Fault, ProgramFile, shown
from overview.program_file.shapes import CriterionRow, LogEntryRow, MeasurementRow
from overview.program_rows.refusals import faults_of
from overview.program_rows.rows import Rows, recorded


def add_log_entries(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.log_entries:
        by = users.get(row.by or "")
        entry = LogEntry(
            activity=_activity_of(rows, row),
            main_area=None if row.main_area is None else rows.area(row.main_area),
            recorded_by=by,
            recorded_at=recorded(row.on, row.position),
            **row.model_dump(include={"on", "text", "attendance", "approximate"}),
        )
        rows.log_entries[row.ref] = entry
        rows.faults += faults_of(entry, row.at)
        if row.hours is not None:
            _add_hours(rows, row, row.hours, by)


def _activity_of(rows: Rows, row: LogEntryRow) -> Activity | None:
    """Work on a case is logged at the activity that the case owns."""
    case = rows.cases.get(row.requisition or "")
    return case.activity if case else rows.activities.get(row.activity or "")


def _add_hours(rows: Rows, row: LogEntryRow, amount: Decimal, by: User | None) -> None:
    if row.by is None:
        rows.faults.append(Fault((*row.at, "hours"), "are somebody's: say whose with «by»"))
    entry = rows.log_entries[row.ref]
    hours = TimeEntry(
        log_entry=entry,
        activity=entry.activity,
        main_area=entry.main_area,
        person=by,
        on=row.on,
        hours=amount,
    )
    rows.hours.append(hours)
    rows.faults += faults_of(hours, row.at)


def add_measurements(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    criteria = {row.ref: row for row in file.criteria}
    figures = {"value", "numerator", "denominator", "done", "approximate", "note"}
    for row in file.measurements:
        criterion = criteria.get(row.criterion)
        shape_faults = list(_faults_of_figures(row, criterion)) if criterion else []
        by = users.get(row.by or "")
        at = row.recorded_at or recorded(
            row.forecast.stated_on if row.forecast else row.on, row.position
        )
        at = at if timezone.is_aware(at) else timezone.make_aware(at)
        measurement = Measurement(
            criterion=rows.criteria[row.criterion].criterion if criterion else None,
            log_entry=rows.log_entries.get(row.log_entry or ""),
            measured_on=row.on,
            forecast_stated_on=row.forecast.stated_on if row.forecast else None,
            recorded_by=by,
            recorded_at=at,
            **row.model_dump(include=figures),
        )
        if row.retracted:
            measurement.retracted_at = max(recorded(row.retracted.on, row.position), at)
            measurement.retracted_by = by
            measurement.retraction_reason = row.retracted.reason
        rows.measurements.append(measurement)
        rows.faults += shape_faults or faults_of(measurement, row.at)


def _faults_of_figures(row: MeasurementRow, criterion: CriterionRow) -> Iterator[Fault]:
    """The keys with a figure, against those that the criterion's measure asks for."""
    name = f"«{shown(criterion.ref)}»"
    if _is_derived(criterion.source):
        yield Fault(
            (*row.at, "criterion"), f"{name} is counted by its source, «{criterion.source}»"
        )
        return
    asked = asked_of(criterion.measure, criterion.denominator.mode if criterion.denominator else "")
    if not asked:
        yield Fault(
            (*row.at, "criterion"),
            f"{name} has the measure «{criterion.measure}», which is not measured in figures",
        )
        return
    wanted = f"{name} is measured by {' and '.join(asked)}"
    for key in FIGURES:
        given = getattr(row, key) is not None
        if given and key not in asked:
            yield Fault((*row.at, key), f"{wanted}: leave it out")
        if key in asked and not given:
            yield Fault((*row.at, key), f"is missing: {wanted}")


def _is_derived(source: str) -> bool:
    return source in dict(sources.choices()) and sources.get(source).derived
