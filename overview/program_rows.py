"""A programme file's rows as the models hold them, not saved yet, with what the models refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, LogEntry, TimeEntry
from activities.models import Place as Venue
from indicators import sources
from indicators.configuration import check_criterion
from indicators.models import Assessment, Criterion, Measurement, PlannedPoint
from indicators.vocabulary import FIGURES, USUAL_AGGREGATION, Base, asked_of
from overview.program_file import ROWS, Fault, Place, ProgramFile, shown
from overview.program_file.shapes import (
    ActivityRow,
    CriterionRow,
    Fixed,
    Linked,
    LogEntryRow,
    MeasurementRow,
)
from programs.models import Initiative, MainArea, Program

RECORDED = time(18)

# Where the file calls a field otherwise than its model does.
KEYS = {
    "adopted_on": "adopted.on",
    "adoption_reference": "adopted.reference",
    "base": "denominator",
    "base_criteria": "denominator",
    "base_value": "denominator.value",
    "baseline_on": "baseline.on",
    "baseline_value": "baseline.value",
    "forecast_stated_on": "forecast.stated_on",
    "measured_on": "on",
    "name": "place",
    "retraction_reason": "retracted.reason",
}
# Which key to look at where a constraint refuses the row; for the others, the row itself.
KEYS_OF_CONSTRAINTS = {
    "program_starts_before_it_ends": "ends_on",
    "program_thresholds_in_order": "at_risk_from",
    "activity_starts_before_it_ends": "ends_on",
    "activity_occurs_at_least_once": "planned_occurrences",
    "time_entry_fits_in_a_day": "hours",
    "log_entry_rough_attendance_is_given": "approximate",
    "criterion_measured_before_due": "measured_from",
    "criterion_target_fits_its_measure": "target",
    "criterion_aggregation_fits_its_measure": "aggregation",
    "criterion_average_only_at_due": "pacing",
    "criterion_pacing_is_for_counts": "pacing",
    "criterion_base_is_for_shares": "denominator",
    "criterion_attendance_is_a_summed_count": "source",
    "criterion_without_figures_is_manual": "source",
    "measurement_forecast_looks_ahead": "forecast.stated_on",
}


@dataclass
class CriterionTies:
    """A criterion and what it is tied to once all are saved; ``parent`` is a reference."""

    criterion: Criterion
    parent: str | None
    activities: list[Activity]
    base_criteria: list[Criterion] = field(default_factory=list)
    points: list[PlannedPoint] = field(default_factory=list)


@dataclass
class Rows:
    """Everything that a file brings, tied together and not saved yet, by number or reference."""

    program: Program
    main_areas: dict[int, MainArea] = field(default_factory=dict)
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    criteria: dict[str, CriterionTies] = field(default_factory=dict)
    log_entries: dict[str, LogEntry] = field(default_factory=dict)
    hours: list[TimeEntry] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def area(self, number: int | None) -> MainArea:
        """The main area; for one that the file lacks, which is a fault already, a stand-in."""
        return self.main_areas.get(number or 0) or MainArea(program=self.program)


def recorded(day: date, position: int) -> datetime:
    """When an undated recording was made: that evening, in the order of the file."""
    evening = datetime.combine(day, RECORDED, timezone.get_default_timezone())
    return evening + timedelta(microseconds=position)


def rows_of(file: ProgramFile, users: Mapping[str, User]) -> Rows:
    """The rows with their faults; those of rows that ``file`` had to set aside are not repeated."""
    rows = Rows(program=_program(file))
    if file.header:
        rows.faults += _faults_of(rows.program, ())
    _add_main_areas(rows, file)
    _add_initiatives(rows, file)
    _add_activities(rows, file, users)
    _add_criteria(rows, file, users)
    _add_log_entries(rows, file, users)
    _add_measurements(rows, file, users)
    return rows


def _program(file: ProgramFile) -> Program:
    header = file.header
    if header is None:
        return Program()
    return Program(
        **header.model_dump(exclude={"adopted", *ROWS}),
        adopted_on=header.adopted.on if header.adopted else None,
        adoption_reference=header.adopted.reference if header.adopted else "",
    )


def _add_main_areas(rows: Rows, file: ProgramFile) -> None:
    for row in file.main_areas:
        area = MainArea(program=rows.program, **row.model_dump())
        rows.main_areas[row.number] = area
        rows.faults += _faults_of(area, row.at)


def _add_initiatives(rows: Rows, file: ProgramFile) -> None:
    for row in file.initiatives:
        initiative = Initiative(
            main_area=rows.area(row.main_area),
            position=row.position,
            **row.model_dump(include={"ref", "title", "description"}),
        )
        rows.initiatives[row.ref] = initiative
        rows.faults += _faults_of(initiative, row.at)


def _initiative(rows: Rows, row: ActivityRow | CriterionRow, area: MainArea) -> Initiative | None:
    """The initiative that the row names, which must be of the row's own main area."""
    initiative = rows.initiatives.get(row.initiative or "")
    if initiative is None or row.main_area not in rows.main_areas:
        return None
    if initiative.main_area is not area:
        rows.faults.append(
            Fault(
                (*row.at, "initiative"),
                f"«{shown(row.initiative)}» belongs to main area "
                f"{initiative.main_area.number}, not {row.main_area}",
            )
        )
    return initiative


def _add_activities(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    plain = {
        "ref", "heading", "title", "description", "starts_on", "ends_on", "planned_occurrences",
    }  # fmt: skip
    for row in file.activities:
        area = rows.area(row.main_area)
        if row.place and row.place not in rows.venues:
            rows.venues[row.place] = Venue(name=row.place)
            rows.faults += _faults_of(rows.venues[row.place], row.at)
        activity = Activity(
            main_area=area,
            initiative=_initiative(rows, row, area),
            position=row.position,
            place=rows.venues.get(row.place or ""),
            responsible=users.get(row.responsible or ""),
            **row.model_dump(include=plain),
        )
        rows.activities[row.ref] = activity
        rows.faults += _faults_of(activity, row.at)


def _add_criteria(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.criteria:
        criterion = _criterion(rows, row, users)
        ties = CriterionTies(
            criterion,
            parent=row.parent,
            activities=[rows.activities[ref] for ref in row.activities if ref in rows.activities],
        )
        rows.criteria[row.ref] = ties
        skip = {"due_on"} if criterion.due_on is None else set()
        rows.faults += _faults_of(criterion, row.at, skip)
        _add_points(rows, row, ties)
        _add_assessment(rows, row, criterion, users)
    if file.header:
        # Only now that all are known: a parent may stand after its child.
        for row in file.criteria:
            _tie(rows, row)


def _criterion(rows: Rows, row: CriterionRow, users: Mapping[str, User]) -> Criterion:
    plain = {
        "ref", "heading", "wording", "measure", "comparison", "target", "unit", "source", "pacing",
        "measured_from", "carried_over_from",
    }  # fmt: skip
    area = rows.area(row.main_area)
    return Criterion(
        main_area=area,
        initiative=_initiative(rows, row, area),
        position=row.position,
        responsible=users.get(row.responsible or ""),
        aggregation=row.aggregation or USUAL_AGGREGATION.get(row.measure, ""),
        due_on=row.due_on or rows.program.ends_on,
        base=Base(row.denominator.mode) if row.denominator else "",
        base_value=row.denominator.value if isinstance(row.denominator, Fixed) else None,
        baseline_value=row.baseline.value if row.baseline else None,
        baseline_on=row.baseline.on if row.baseline else None,
        **row.model_dump(include=plain),
    )


def _add_points(rows: Rows, row: CriterionRow, ties: CriterionTies) -> None:
    days: set[date] = set()
    for position, point in enumerate(row.planned):
        at = (*row.at, "planned", position)
        planned = PlannedPoint(criterion=ties.criterion, on=point.on, value=point.value)
        ties.points.append(planned)
        rows.faults += _faults_of(planned, at)
        if point.on in days:
            rows.faults.append(Fault((*at, "on"), "there is a planned point on that day already"))
        days.add(point.on)


def _add_assessment(
    rows: Rows, row: CriterionRow, criterion: Criterion, users: Mapping[str, User]
) -> None:
    if row.assessed is None:
        return
    assessment = Assessment(
        criterion=criterion,
        status=row.assessed.status,
        reason=row.assessed.reason,
        on=row.assessed.on,
        by=users.get(row.assessed.by or ""),
        recorded_at=recorded(row.assessed.on, row.position),
    )
    rows.assessments.append(assessment)
    rows.faults += _faults_of(assessment, (*row.at, "assessed"))


def _tie(rows: Rows, row: CriterionRow) -> None:
    """Find the bases, and hold the criterion against the rules that several rows decide."""
    ties = rows.criteria[row.ref]
    if isinstance(row.denominator, Linked):
        bases = [rows.criteria.get(ref) for ref in row.denominator.criteria]
        ties.base_criteria = [base.criterion for base in bases if base]
        if len(ties.base_criteria) < len(bases):
            return
    parent = rows.criteria.get(row.parent or "")
    # Only for the check, and no further up: unsaved rows have no keys to tell a circle by, and
    # the references have been searched for circles.
    ties.criterion.parent = parent.criterion if parent else None
    try:
        check_criterion(
            ties.criterion,
            activities=ties.activities,
            base_criteria=ties.base_criteria,
            points=[(point.on, point.value) for point in ties.points],
        )
    except ValidationError as error:
        rows.faults += _said(error, row.at)
    ties.criterion.parent = None


def _add_log_entries(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.log_entries:
        by = users.get(row.by or "")
        entry = LogEntry(
            activity=rows.activities.get(row.activity or ""),
            main_area=None if row.main_area is None else rows.area(row.main_area),
            recorded_by=by,
            recorded_at=recorded(row.on, row.position),
            **row.model_dump(include={"on", "text", "attendance", "approximate"}),
        )
        rows.log_entries[row.ref] = entry
        rows.faults += _faults_of(entry, row.at)
        if row.hours is not None:
            _add_hours(rows, row, row.hours, by)


def _add_hours(rows: Rows, row: LogEntryRow, amount: Decimal, by: User | None) -> None:
    if row.by is None:
        rows.faults.append(Fault((*row.at, "hours"), "are somebody's: say whose with «by»"))
    entry = rows.log_entries[row.ref]
    hours = TimeEntry(log_entry=entry, person=by, on=row.on, hours=amount)
    rows.hours.append(hours)
    rows.faults += _faults_of(hours, row.at)


def _add_measurements(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
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
        rows.faults += shape_faults or _faults_of(measurement, row.at)


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


# What the models refuse ------------------------------------------------------------------------
def _faults_of(row: Model, at: Place, skip: set[str] | None = None) -> list[Fault]:
    """What the row's own fields and constraints refuse; relations are the references' matter."""
    unchecked = {item.name for item in row._meta.fields if item.is_relation} | (skip or set())
    try:
        row.clean_fields(exclude=unchecked)
    except ValidationError as error:
        return list(_said(error, at))
    faults = []
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(row), row, exclude=unchecked)
            except ValidationError as error:
                key = KEYS_OF_CONSTRAINTS.get(constraint.name, "")
                faults += [Fault(_at_key(at, key), message) for message in error.messages]
    return faults


def _said(error: ValidationError, at: Place) -> Iterator[Fault]:
    for name, messages in error.message_dict.items():
        for message in messages:
            yield Fault(_at_key(at, KEYS.get(name, name)), message)


def _at_key(at: Place, key: str) -> Place:
    return (*at, *key.split(".")) if key else at
