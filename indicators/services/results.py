"""Writing results: an entry with its measurements, corrections, retractions, judgements."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.rules.corrections import check_may_correct
from activities.models import Activity, LogEntry
from activities.services.log import LogEntryInput, correct_entry, create_entry, retract_entry
from core.attachments import attach, attach_corrected
from core.meanwhile import LastChange, check_unchanged, last_change, merge_changes
from core.numbers import ParsedNumber
from core.plausibility import check_confirmed, codes_of
from core.records import (
    create_with_history,
    lock,
    retract_record,
    save_changes,
    save_with_history,
)
from core.submissions import save_once, saved_before
from core.versions import atomic_change
from indicators.models import Assessment, Criterion, Measurement
from indicators.models.choices import FIGURES, Measure, figures_asked_for
from indicators.rules import sources
from indicators.rules.results import EXCEEDS_WHOLE, Result
from indicators.services.plausibility import (
    Inspection,
    confirmed_day,
    questions_of_change,
    questions_of_correction,
)
from programs.rules.as_of import default_as_of
from programs.rules.closing import check_open
from programs.rules.days import check_day_in

if TYPE_CHECKING:
    from accounts.models import User
    from core.plausibility import Question
    from programs.models import MainArea


PAIR = ("numerator", "denominator")


def check_result(result: Result) -> None:
    """Raise a ValidationError where a new result does not fit what the criterion measures."""
    if sources.of(result.criterion).derived:
        raise ValidationError(_("The criterion measures itself: nothing is entered by hand."))
    _check_figures(result)


def _check_figures(result: Result) -> None:
    criterion = result.criterion
    asked = figures_asked_for(criterion.measure, criterion.base)
    if not asked or result.given != set(asked):
        raise ValidationError(
            _("The figures do not fit the criterion: give a value, a pair or done, as it asks for.")
        )


def log_result(
    *,
    by: User,
    subject: Activity | MainArea,
    entry_input: LogEntryInput,
    results: Sequence[Result] = (),
    submission: uuid.UUID | None = None,
    confirmed: Container[str] = (),
) -> LogEntry:
    """Save an entry and its measurements, or nothing; the same submission is saved once.

    Returns the entry that stands; ``was_saved_before`` on it tells an earlier press from this one.
    NeedsConfirmation where something looks wrong that is not among the ``confirmed`` questions.
    """
    if not by.may(May.LOG):
        raise PermissionDenied

    def save() -> LogEntry:
        check_open(subject.program, [result.criterion.due_on for result in results])
        check_day_in(subject.program, entry_input.on)
        questions = Inspection(subject, entry_input, results).questions()
        check_confirmed(questions, confirmed)
        bare = replace(
            entry_input, files=(), confirmed=codes_of(one for one in questions if one.of is None)
        )
        entry = create_entry(by=by, subject=subject, entry_input=bare, submission=submission)
        _record(results, by=by, entry=entry, questions=questions)
        # Last, because what is on the disk does not go away with the transaction.
        attach(entry, by=by, files=entry_input.files)
        return entry

    return save_once(partial(saved_before, LogEntry, by, submission), save)


def _record(
    results: Iterable[Result], *, by: User, entry: LogEntry, questions: Sequence[Question]
) -> None:
    measurements = []
    for result in results:
        check_result(result)
        measurements.append(
            Measurement(
                criterion=result.criterion,
                log_entry=entry,
                measured_on=entry.on,
                value=result.value,
                numerator=result.numerator,
                denominator=result.denominator,
                done=result.done,
                approximate=result.approximate,
                confirmed=codes_of(one for one in questions if one.of == result.criterion.pk),
                recorded_by=by,
            )
        )
    if measurements:
        create_with_history(measurements, by=by)


@atomic_change()
def correct_measurement(
    *,
    by: User,
    measurement: Measurement,
    result: Result,
    measured_on: datetime.date,
    reason: str,
    opened_with: str = "",
    confirmed: Container[str] = (),
) -> Measurement:
    """Put another figure in its place; the old one stays in the history with the reason.

    With a form's ``opened_with`` ChangedMeanwhile, as for ``correct_entry``; NeedsConfirmation as
    for ``log_result``.
    """
    lock(measurement)
    check_may_correct(by, measurement)
    if not measurement.is_forecast:
        check_day_in(measurement.criterion.main_area.program, measured_on)
    # What was measured by hand before a switch to a register can still be put right.
    _check_figures(result)
    current = figures_of(measurement, measurement.measured_on)
    said = merge_changes(
        opened_with,
        figures_of(result, measured_on),
        current,
        partial(_changed_by, measurement),
    )
    columns = _columns_of(said, measurement.criterion)
    # What it becomes is asked about, not what stood in a form that others have overtaken.
    becoming = replace(result, **{name: columns[name] for name in FIGURES})
    if becoming.exceeds_whole():
        # Each was right beside what the other form had.
        raise ValidationError({"numerator": EXCEEDS_WHOLE})
    if said != current:
        questions = list(questions_of_correction(measurement, becoming, said["on"]))
        check_confirmed(questions, confirmed)
        columns["confirmed"] = codes_of([*questions, *confirmed_day(measurement, said["on"])])
    save_changes(measurement, columns, by=by, reason=reason)
    return measurement


def _columns_of(said: Mapping[str, Any], criterion: Criterion) -> dict[str, Any]:
    """What the form's fields say, by the columns that keep it."""
    value = said["value"]
    columns = {name: said[name] for name in (*PAIR, "done")}
    columns |= {"value": value and value.value, "measured_on": said["on"]}
    if criterion.measure == Measure.COUNT:
        # Only a count is asked for with «ca.»; elsewhere a rough figure stays rough.
        columns["approximate"] = value.approximate
    return columns


def figures_of(said: Result | Measurement, on: datetime.date) -> dict[str, Any]:
    """What the form that corrects a measurement asks for, by the names of its fields."""
    value = None if said.value is None else ParsedNumber(said.value, said.approximate)
    pair = {name: getattr(said, name) for name in PAIR}
    return {"on": on, "value": value, **pair, "done": said.done}


def _changed_by(measurement: Measurement, name: str) -> LastChange:
    kept_as = {"on": ["measured_on"], "value": ["value", "approximate"]}
    return last_change(measurement, *kept_as.get(name, [name]))


@atomic_change()
def retract_measurement(*, by: User, measurement: Measurement, reason: str) -> Measurement:
    """Retract a measurement: it stays to be read, and counts no more."""
    lock(measurement)
    check_may_correct(by, measurement)
    retract_record(measurement, by=by, reason=reason)
    return measurement


@atomic_change()
def correct_logged(
    *,
    by: User,
    entry: LogEntry,
    entry_input: LogEntryInput,
    reason: str,
    opened_with: str = "",
    confirmed: Container[str] = (),
) -> LogEntry:
    """Correct an entry; its measurements follow its date, forecasts keep the day they are for.

    With a form's ``opened_with`` ChangedMeanwhile, as for ``correct_entry``; NeedsConfirmation as
    for ``log_result``.
    """
    lock(entry)
    check_may_correct(by, entry)
    before = entry.on

    def ask(said: LogEntryInput) -> str:
        questions = questions_of_change(entry, said)
        check_confirmed(questions, confirmed)
        same = (said.on, said.attendance) == (entry.on, entry.attendance)
        return entry.confirmed if same else codes_of(questions)

    bare = replace(entry_input, files=())
    correct_entry(
        by=by, entry=entry, entry_input=bare, reason=reason, opened_with=opened_with, ask=ask
    )
    if entry.on != before:
        for measurement in entry.measurements.active().filter(forecast_stated_on=None):
            measurement.measured_on = entry.on
            save_with_history(measurement, by=by, reason=reason)
    attach_corrected(entry, by=by, files=entry_input.files, reason=reason)
    return entry


@atomic_change()
def retract_logged(*, by: User, entry: LogEntry, reason: str) -> LogEntry:
    """Retract a log entry with all that was measured in it."""
    retract_entry(by=by, entry=entry, reason=reason)
    for measurement in entry.measurements.active():
        retract_record(measurement, by=by, reason=reason)
    return entry


@atomic_change()
def judge(
    *, by: User, criterion: Criterion, status: str, reason: str, opened_with: str = ""
) -> Assessment:
    """A manager's judgement beside the computed status; earlier ones stay.

    A press too many adds nothing. With a form's ``opened_with`` ChangedMeanwhile where somebody
    else has judged since.
    """
    if not by.may(May.JUDGE):
        raise PermissionDenied
    Criterion.objects.select_for_update().get(pk=criterion.pk)
    # Of a finished programme the last day that its pages show, so that it is seen there.
    on = default_as_of(criterion.main_area.program)
    assessment = Assessment(criterion=criterion, status=status, reason=reason, on=on, by=by)
    newest = newest_judgement(criterion)
    said = judgement_of(assessment)
    if newest and (newest.by, newest.on, judgement_of(newest)) == (by, on, said):
        return newest
    judged = (str(newest.by or ""), newest.recorded_at) if newest else ("", None)
    check_unchanged(opened_with, said, judgement_of(newest), lambda _name: judged)
    assessment.full_clean()
    save_with_history(assessment, by=by)
    return assessment


def newest_judgement(criterion: Criterion) -> Assessment | None:
    """The one written last, whatever day it is for."""
    return criterion.assessments.select_related("by").order_by("-pk").first()


def judgement_of(said: Assessment | None) -> dict[str, Any]:
    """What the form of a judgement asks for, by the names of its fields."""
    return {"status": said.status if said else "", "reason": said.reason if said else ""}
