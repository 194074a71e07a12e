"""Success criteria, each with what it looks for, its planned points and its judgement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from activities.models import Activity
from core.search import mark_searched
from directory.models import ROSTER_KINDS
from exchange.rules.faults import FileFault
from exchange.rules.kinds import Data, objects, text_name
from exchange.rules.shapes import Row, Shape
from exchange.rules.values import (
    Amount,
    Bool,
    Day,
    Filled,
    Signed,
    Small,
    Text,
    refused,
)
from exchange.services.drafts import Draft, built, recorded
from exchange.services.saving import BATCH, create, create_first_versions
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.initiatives import initiative_of
from exchange.services.written import Names, filled
from indicators.models import Action, Assessment, Criterion, HoursRule, PlannedPoint, RosterRule
from indicators.models.choices import (
    HOURS,
    PARTICIPANTS,
    USUAL_AGGREGATION,
    Aggregation,
    Base,
    Comparison,
    Measure,
    Pacing,
    Status,
)
from indicators.rules import sources
from indicators.services.configuration import check_ties, faults_of_points
from programs.models import Program
from requisitions.models import RegisterRule
from requisitions.models.choices import Question, Scope, State
from requisitions.sources import REQUISITIONS

KEYS_OF_OPTIONS = {
    "roster_rule_bilingual_is_for_schools": "bilingual_over",
    "roster_rule_follow_up_is_later": "follow_up_months",
}


def _roster_kind(value: str) -> str:
    kinds = [kind for kind, _label in ROSTER_KINDS]
    if value not in kinds:
        raise refused(_("must be %s") % f"{', '.join(kinds[:-1])} or {kinds[-1]}")
    return value


class Point(Shape):
    on: Day
    value: Amount


class Fixed(Shape):
    mode: Literal["fixed"]
    value: Amount


class Linked(Shape):
    mode: Literal["linked"]
    criteria: list[Filled]


class Baseline(Shape):
    value: Signed
    on: Day


class Assessed(Shape):
    status: Status
    reason: Filled
    on: Day
    by: Filled | None = None


class RosterOptions(Shape):
    """Whom a criterion with the source «participants» looks for."""

    kind: Annotated[str, AfterValidator(_roster_kind)]
    bilingual_over: Amount | None = None
    follow_up_months: Small | None = None


class RegisterOptions(Shape):
    """Which cases a criterion with the source «requisitions» looks for, or which answer."""

    states: list[State] = []
    scope: Scope | None = None
    question: Question | None = None


class HoursOptions(Shape):
    """How a criterion with the source «hours» reads them."""

    per_week: Bool = False


class CriterionRow(Row):
    ref: Filled
    main_area: Small
    initiative: Filled | None = None
    heading: Text = ""
    activities: list[Filled] = []
    wording: Filled
    measure: Measure
    comparison: Comparison = Comparison.AT_LEAST
    target: Amount | None = None
    unit: Text = ""
    aggregation: Aggregation | None = None
    source: Filled = "manual"
    pacing: Pacing = Pacing.AT_DUE
    planned: list[Point] = []
    measured_from: Day | None = None
    due_on: Day | None = None
    denominator: Annotated[Fixed | Linked, Field(discriminator="mode")] | None = None
    roster_rule: RosterOptions | None = Field(default=None, alias="roster")
    register_rule: RegisterOptions | None = Field(default=None, alias="register")
    hours_rule: HoursOptions | None = Field(default=None, alias="hours")
    parent: Filled | None = None
    responsible: Filled | None = None
    baseline: Baseline | None = None
    carried_over_from: Text = ""
    assessed: Assessed | None = None


# By the source, the key of its options and the model that keeps them.
OPTIONS: dict[str, tuple[str, type[Model]]] = {
    PARTICIPANTS: ("roster", RosterRule),
    REQUISITIONS: ("register", RegisterRule),
    HOURS: ("hours", HoursRule),
}


@dataclass
class NewCriterion:
    """A criterion and what it is tied to once all are saved; ``parent`` is a reference."""

    criterion: Criterion
    parent: str | None = None
    activities: list[Activity] = field(default_factory=list)
    base_criteria: list[Criterion] = field(default_factory=list)
    points: list[PlannedPoint] = field(default_factory=list)
    # By the code of the source that reads them.
    options: dict[str, Any] = field(default_factory=dict)
    assessments: list[Assessment] = field(default_factory=list)


# The file alone --------------------------------------------------------------------------------
def faults_of(data: Data) -> Iterator[FileFault]:
    rows = list(objects(data, "criteria"))
    parent_of: dict[str, str | None] = {}
    for _place, row in rows:
        if name := text_name(row.get("ref")):
            parent_of[name] = text_name(row.get("parent"))
    parents = set(parent_of.values())
    circle = _in_a_circle(parent_of)
    for place, row in rows:
        own = text_name(row.get("ref"))
        if own in circle:
            yield FileFault(
                (*place, "parent"), _("the criteria are parts of each other in a circle")
            )
        if row.get("measure") == "all" and own is not None and own not in parents:
            yield FileFault(
                (*place, "measure"),
                _("«all» is met by its sub-criteria and has none: name it as the parent of one"),
            )


def _in_a_circle(parent_of: Mapping[str, str | None]) -> set[str]:
    found: set[str] = set()
    checked: set[str] = set()
    for start in parent_of:
        path: list[str] = []
        name: str | None = start
        while name is not None and name in parent_of and name not in checked:
            checked.add(name)
            path.append(name)
            name = parent_of[name]
        if name in path:
            found.update(path[path.index(name) :])
    return found


# Made and held against the rules ---------------------------------------------------------------
def make(draft: Draft, rows: Rows) -> Made:
    rows = list(rows)
    made = {row.ref: _made(draft, row) for row in rows}
    if draft.has_head:
        for row in rows:
            _hold_against_others(draft, row, made)
    yield from made.items()


def _made(draft: Draft, row: CriterionRow) -> NewCriterion:
    criterion = draft.row(
        SECTION,
        row,
        initiative=initiative_of(draft, row),
        # Only known when all are: a parent may stand after its child.
        parent=None,
        aggregation=row.aggregation or USUAL_AGGREGATION.get(row.measure, ""),
        due_on=row.due_on or draft.program.ends_on,
        base=Base(row.denominator.mode) if row.denominator else "",
    )
    new = NewCriterion(criterion, row.parent, draft.found("activities", row.activities))
    _add_points(draft, row, new)
    _add_options(draft, row, new)
    if given := row.assessed:
        on, by = recorded(given.on, row.position), draft.get("users", given.by)
        assessment = built(Assessment, given, criterion=criterion, by=by, recorded_at=on)
        new.assessments.append(draft.check(assessment, (*row.at, "assessed"), {}))
        draft.counts["judgements"] += 1
    return new


def _add_points(draft: Draft, row: CriterionRow, new: NewCriterion) -> None:
    days: set[date] = set()
    for position, given in enumerate(row.planned):
        at = (*row.at, "planned", position)
        new.points.append(draft.check(built(PlannedPoint, given, criterion=new.criterion), at, {}))
        if given.on in days:
            draft.refuse((*at, "on"), _("there is a planned point on that day already"))
        days.add(given.on)


def _add_options(draft: Draft, row: CriterionRow, new: NewCriterion) -> None:
    """What the criterion's source looks for: no more and no less than it needs."""
    for code, (key, model) in OPTIONS.items():
        given, at = getattr(row, f"{key}_rule"), (*row.at, key)
        options = None
        if given:
            options = built(model, given, criterion=new.criterion)
            new.options[code] = draft.check(options, at, KEYS_OF_OPTIONS)
        if row.source != code:
            if options:
                draft.refuse(at, _("is only for the source «%s»: leave it out") % code)
        elif code in dict(sources.choices()):
            for name, message in sources.get(code).option_faults(new.criterion, options):
                draft.refuse((*at, name) if options else at, message)


def _hold_against_others(draft: Draft, row: CriterionRow, made: Mapping[str, NewCriterion]) -> None:
    """Find the bases, and hold the criterion against the rules that several rows decide."""
    new = made[row.ref]
    if isinstance(row.denominator, Linked):
        refs = row.denominator.criteria
        new.base_criteria = [made[ref].criterion for ref in refs if ref in made]
        if len(new.base_criteria) < len(refs):
            return
    # Only for the check, and no further up: unsaved rows have no keys to tell a circle by, and
    # the references have been searched for circles.
    parent = made.get(row.parent or "")
    new.criterion.parent = parent.criterion if parent else None
    with draft.refusing(row.at, SECTION.keys):
        check_ties(new.criterion, activities=new.activities, base_criteria=new.base_criteria)
    new.criterion.parent = None
    for fault in faults_of_points(new.criterion, [(each.on, each.value) for each in new.points]):
        further = (
            ("pacing",) if fault.position is None else ("planned", fault.position, fault.field)
        )
        draft.refuse((*row.at, *further), fault.message)


# Saved -----------------------------------------------------------------------------------------
def save(records: Sequence[NewCriterion]) -> None:
    criteria = {record.criterion.ref: record.criterion for record in records}
    waiting = list(records)
    while waiting:
        ready = [each for each in waiting if not each.parent or criteria[each.parent].pk]
        for record in ready:
            record.criterion.parent = criteria[record.parent] if record.parent else None
        Criterion.objects.bulk_create([each.criterion for each in ready], batch_size=BATCH)
        mark_searched(Criterion, *(each.criterion.pk for each in ready), new=True)
        waiting = [record for record in waiting if record.criterion.pk is None]
    create(point for record in records for point in record.points)
    create_first_versions(
        list(criteria.values()),
        {
            Criterion.activities: (
                (record.criterion, activity) for record in records for activity in record.activities
            ),
            Criterion.base_criteria: (
                (record.criterion, base) for record in records for base in record.base_criteria
            ),
        },
    )
    for code in OPTIONS:
        create(record.options[code] for record in records if code in record.options)
    create(assessment for record in records for assessment in record.assessments)


# Out of the tables again -----------------------------------------------------------------------
def found(program: Program) -> QuerySet[Criterion]:
    rows = Criterion.objects.of_program(program).select_related(*sources.names_of_options())
    ties = ("activities", "base_criteria", "planned_points", "assessments")
    return rows.order_by("main_area__number", "position", "pk").prefetch_related(*ties)


def more(criterion: Criterion, names: Names) -> dict[str, Any]:
    row: dict[str, Any] = {
        "activities": names.listed("activities", [one.pk for one in criterion.activities.all()]),
        "planned": [filled(on=row.on, value=row.value) for row in criterion.planned_points.all()],
        "denominator": _denominator(criterion, names),
    }
    roster, register, hours = (
        getattr(criterion, f"{key}_rule", None) for key, _model in OPTIONS.values()
    )
    if roster:
        row["roster"] = filled(
            kind=roster.kind,
            bilingual_over=roster.bilingual_over,
            follow_up_months=roster.follow_up_months,
        )
    if register:
        row["register"] = filled(
            states=register.states, scope=register.scope, question=register.question
        )
    if hours:
        row["hours"] = {"per_week": hours.per_week}
    # The newest comes first; a file holds no older ones.
    for newest in criterion.assessments.all()[:1]:
        by = names.of("users", newest.by_id)
        row["assessed"] = filled(status=newest.status, reason=newest.reason, on=newest.on, by=by)
    return row


def _denominator(criterion: Criterion, names: Names) -> dict[str, Any]:
    if criterion.base == Base.LINKED:
        refs = names.listed("criteria", [one.pk for one in criterion.base_criteria.all()])
        return {"mode": "linked", "criteria": refs}
    return filled(mode=criterion.base, value=criterion.base_value) if criterion.base else {}


SECTION = Section(
    key="criteria",
    shape=CriterionRow,
    is_configured=True,
    word="criterion",
    required=True,
    refers={
        "main_area": "main_areas",
        "initiative": "initiatives",
        "activities": "activities",
        "denominator.criteria": "criteria",
        "parent": "criteria",
        "responsible": "users",
        "assessed.by": "users",
    },
    once=(("activities",), ("denominator.criteria",)),
    faults=faults_of,
    model=Criterion,
    found=found,
    called="ref",
    more=more,
    parts={
        "planned": PlannedPoint,
        "assessed": Assessment,
        **dict(OPTIONS.values()),
    },
    keys={
        "base": "denominator",
        "base_criteria": "denominator",
        "base_value": "denominator.value",
        "baseline_on": "baseline.on",
        "baseline_value": "baseline.value",
        "criterion_measured_before_due": "measured_from",
        "criterion_target_fits_its_measure": "target",
        "criterion_aggregation_fits_its_measure": "aggregation",
        "criterion_average_only_at_due": "pacing",
        "criterion_pacing_is_for_counts": "pacing",
        "criterion_base_is_for_shares": "denominator",
        "criterion_attendance_is_a_summed_count": "source",
        "criterion_without_figures_is_manual": "source",
        "criterion_hours_are_a_summed_or_latest_count": "source",
        "criterion_roster_is_a_summed_count_or_latest_share": "source",
    },
    worked_out=("aggregation", "base", "due_on"),
    make=make,
    save=save,
    whole=True,
    counted=("criteria", "judgements"),
    hangs_on={"main_area": "main_areas"},
    beside=(
        (Action, "criterion"),
        (Assessment, "criterion"),
        *((model, "criterion") for _key, model in OPTIONS.values()),
    ),
)
