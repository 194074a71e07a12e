"""What the models refuse in a programme file's rows, said with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model

from overview.program_file import FileFault, Place

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
    "hours_per_fte": "fte.hours",
    "measured_on": "on",
    "retraction_reason": "retracted.reason",
}
# Which key to look at where a constraint refuses the row; for the others, the row itself.
KEYS_OF_CONSTRAINTS = {
    "program_starts_before_it_ends": "ends_on",
    "program_thresholds_in_order": "at_risk_from",
    "program_fte_has_hours": "fte.hours",
    "program_fte_is_one_persons_year": "fte.hours",
    "activity_starts_before_it_ends": "ends_on",
    "allocation_starts_before_it_ends": "ends_on",
    "expense_is_positive": "amount",
    "commitment_is_positive": "amount",
    "commitment_is_released_after_it_was_made": "released_on",
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
    "criterion_hours_are_a_summed_or_latest_count": "source",
    "measurement_forecast_looks_ahead": "forecast.stated_on",
    "criterion_roster_is_a_summed_count_or_latest_share": "source",
    "roster_rule_bilingual_is_for_schools": "bilingual_over",
    "roster_rule_follow_up_is_later": "follow_up_months",
    "bilingual_share_is_per_cent": "percent",
    "participant_leaves_after_joining": "left_on",
    "participant_completes_after_joining": "completed_on",
    "follow_up_is_answered_after_asking": "answered_on",
}


def faults_of(
    row: Model, at: Place, skip: set[str] | None = None, keys: Mapping[str, str] | None = None
) -> list[FileFault]:
    """What the row's own fields and constraints refuse; relations are the references' matter.

    ``keys`` says where the file calls this row's fields otherwise than ``KEYS``.
    """
    unchecked = {item.name for item in row._meta.fields if item.is_relation} | (skip or set())
    try:
        row.clean_fields(exclude=unchecked)
    except ValidationError as error:
        return list(said(error, at, keys))
    faults = []
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(row), row, exclude=unchecked)
            except ValidationError as error:
                key = KEYS_OF_CONSTRAINTS.get(constraint.name, "")
                faults += [FileFault(_at_key(at, key), message) for message in error.messages]
    return faults


def said(
    error: ValidationError, at: Place, keys: Mapping[str, str] | None = None
) -> Iterator[FileFault]:
    called = {**KEYS, **(keys or {})}
    for name, messages in error.message_dict.items():
        for message in messages:
            yield FileFault(_at_key(at, called.get(name, name)), message)


def _at_key(at: Place, key: str) -> Place:
    return (*at, *key.split(".")) if key else at
