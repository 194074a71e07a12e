"""What a programme file may hold, key by key; a key without a default must be there."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing, Status
from overview.program_file.register_shapes import Register, Roster
from overview.program_file.resource_shapes import HoursAsked, Retracted, Staff
from overview.program_file.shape import Row, Shape, SubjectRow
from overview.program_file.values import (
    Amount,
    Bool,
    Day,
    Filled,
    HeadCount,
    Moment,
    Signed,
    Small,
    Text,
    Whole,
)


class Adopted(Shape):
    on: Day
    reference: Filled


class Header(Shape):
    slug: Filled
    title: Filled
    starts_on: Day
    ends_on: Day
    annex: Text = ""
    purpose: Text = ""
    policy: Text = ""
    method: Text = ""
    on_track_from: Amount = Decimal(90)
    at_risk_from: Amount = Decimal(75)
    follow_up_weeks: Small = 8
    min_response: Amount = Decimal(50)
    fte: Staff | None = None
    adopted: Adopted | None = None
    # Their rows are read one by one, so that one bad row does not hide the others.
    main_areas: list[Any]
    initiatives: list[Any] = []
    organisations: list[Any] = []
    consultants: list[Any] = []
    funding_sources: list[Any] = []
    activities: list[Any] = []
    allocations: list[Any] = []
    budget_lines: list[Any] = []
    participants: list[Any] = []
    criteria: list[Any] = []
    ticks: list[Any] = []
    requisitions: list[Any] = []
    log_entries: list[Any] = []
    measurements: list[Any] = []
    time_entries: list[Any] = []
    expenses: list[Any] = []
    commitments: list[Any] = []


class MainAreaRow(Row):
    number: Small
    title: Filled
    resource_title: Text = ""
    fte: Amount | None = None
    policy_strand: Text = ""
    challenge: Text = ""
    purpose: Text = ""
    target_groups: Text = ""
    method: Text = ""
    anchoring: Text = ""


class InitiativeRow(Row):
    ref: Filled
    main_area: Small
    title: Filled
    description: Text = ""


class ActivityRow(Row):
    ref: Filled
    main_area: Small
    initiative: Filled | None = None
    heading: Text = ""
    title: Filled
    description: Text = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    planned_occurrences: Whole | None = None
    place: Filled | None = None
    responsible: Filled | None = None


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
    roster_rule: Roster | None = Field(default=None, alias="roster")
    register_rule: Register | None = Field(default=None, alias="register")
    hours_rule: HoursAsked | None = Field(default=None, alias="hours")
    parent: Filled | None = None
    responsible: Filled | None = None
    baseline: Baseline | None = None
    carried_over_from: Text = ""
    assessed: Assessed | None = None


class LogEntryRow(SubjectRow):
    ref: Filled
    text: Filled
    hours: Amount | None = None
    attendance: HeadCount | None = None
    approximate: Bool = False
    by: Filled | None = None


class Forecast(Shape):
    stated_on: Day


class MeasurementRow(Row):
    criterion: Filled
    on: Day
    value: Amount | None = None
    numerator: Amount | None = None
    denominator: Amount | None = None
    done: Bool | None = None
    note: Text = ""
    approximate: Bool = False
    forecast: Forecast | None = None
    by: Filled | None = None
    log_entry: Filled | None = None
    recorded_at: Moment | None = None
    retracted: Retracted | None = None
