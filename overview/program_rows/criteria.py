"""A programme file's criteria as the models hold them, held against the rules of configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.core.exceptions import ValidationError

from accounts.models import User
from indicators.models import Assessment, Criterion, HoursRule, PlannedPoint, RosterRule
from indicators.models.choices import HOURS, PARTICIPANTS, USUAL_AGGREGATION, Base
from indicators.rules import sources
from indicators.services.configuration import check_criterion
from overview.program_file import Fault, ProgramFile
from overview.program_file.shapes import CriterionRow, Fixed, Linked
from overview.program_rows.plan import initiative_of
from overview.program_rows.refusals import faults_of, said
from overview.program_rows.rows import CriterionTies, Rows, recorded
from requisitions.models import RegisterRule
from requisitions.sources import REQUISITIONS


def add_criteria(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.criteria:
        criterion = _criterion(rows, row, users)
        ties = CriterionTies(
            criterion,
            parent=row.parent,
            activities=[rows.activities[ref] for ref in row.activities if ref in rows.activities],
        )
        rows.criteria[row.ref] = ties
        skip = {"due_on"} if criterion.due_on is None else set()
        rows.faults += faults_of(criterion, row.at, skip)
        _add_points(rows, row, ties)
        _add_options(rows, row, ties)
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
        initiative=initiative_of(rows, row, area),
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
        rows.faults += faults_of(planned, at)
        if point.on in days:
            rows.faults.append(Fault((*at, "on"), "there is a planned point on that day already"))
        days.add(point.on)


def _add_options(rows: Rows, row: CriterionRow, ties: CriterionTies) -> None:
    """What the criterion's source looks for."""
    if row.roster_rule:
        ties.roster_rule = RosterRule(criterion=ties.criterion, **row.roster_rule.model_dump())
        rows.faults += faults_of(ties.roster_rule, (*row.at, "roster"))
    if row.register_rule:
        options = row.register_rule
        ties.register_rule = RegisterRule(
            criterion=ties.criterion,
            states=[str(state) for state in options.states],
            scope=options.scope or "",
            question=options.question or "",
        )
        rows.faults += faults_of(ties.register_rule, (*row.at, "register"))
    if row.hours_rule:
        ties.hours_rule = HoursRule(criterion=ties.criterion, **row.hours_rule.model_dump())
    rows.faults += _faults_of_options(row, ties)


def _faults_of_options(row: CriterionRow, ties: CriterionTies) -> Iterator[Fault]:
    """A source without the options that it needs, and options of another source."""
    given = {
        PARTICIPANTS: ("roster", ties.roster_rule),
        REQUISITIONS: ("register", ties.register_rule),
        HOURS: ("hours", ties.hours_rule),
    }
    for code, (key, options) in given.items():
        if row.source != code:
            if options:
                yield Fault((*row.at, key), f"is only for the source «{code}»: leave it out")
        elif code in dict(sources.choices()):
            for field, message in sources.get(code).option_faults(ties.criterion, options):
                yield Fault((*row.at, key, *([field] if options else [])), message)


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
    rows.faults += faults_of(assessment, (*row.at, "assessed"))


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
        rows.faults += said(error, row.at)
    ties.criterion.parent = None
