"""Results that were counted by hand, each in the figures that its criterion asks for."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.numbers import ZERO, plain_number
from core.plausibility import QuestionCode
from core.text import quoted
from exchange.rules.confirming import Confirmed, SameFigures, unconfirmed
from exchange.rules.faults import FileFault, shown, word
from exchange.rules.shapes import Retracted, Row, Shape
from exchange.rules.values import Amount, Bool, Day, Filled, Moment, Text
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from exchange.services.written import Names, codes, day_of, filled, in_file
from indicators.models import Criterion, Measurement
from indicators.models.choices import FIGURES, MANUAL, Base, Measure, figures_asked_for
from indicators.queries.standings import standings_of
from indicators.rules import sources
from indicators.rules.plausibility import is_after_due, is_ten_times
from programs.models import Program
from programs.rules.as_of import default_as_of


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
    confirmed: Confirmed = ""
    forecast: Forecast | None = None
    by: Filled | None = None
    log_entry: Filled | None = None
    recorded_at: Moment | None = None
    retracted: Retracted | None = None


def make(draft: Draft, rows: Rows) -> Made:
    seen = SameFigures()
    for row in rows:
        of = draft.get("criteria", row.criterion)
        at = row.recorded_at
        if at and timezone.is_naive(at):
            at = timezone.make_aware(at)
        faults = list(_faults_of_figures(row, of.criterion)) if of else []
        if of and not faults:
            faults += _unconfirmed(row, of.criterion, seen)
        draft.faults += faults
        draft.refuse_too_early(row.on, row.at)
        if faults:
            continue
        if of and of.criterion.base and not (row.forecast or row.retracted):
            draft.by_name["shares measured"].setdefault(row.criterion, []).append(row)
        yield (
            "",
            draft.row(
                SECTION,
                row,
                criterion=of and of.criterion,
                log_entry_id=draft.get("log_entries", row.log_entry),
                **draft.by_whom(row, row.forecast.stated_on if row.forecast else row.on, at),
            ),
        )


def _faults_of_figures(row: MeasurementRow, criterion: Criterion) -> Iterator[FileFault]:
    """The keys with a figure, against those that the criterion's measure asks for."""
    name, at = quoted(shown(criterion.ref)), (*row.at, "criterion")
    if _is_derived(criterion.source):
        words = {"name": name, "source": criterion.source}
        yield FileFault(at, _("%(name)s is counted by its source, «%(source)s»") % words)
        return
    asked = figures_asked_for(criterion.measure, criterion.base)
    if not asked:
        words = {"name": name, "measure": word(Measure(criterion.measure))}
        message = _("%(name)s has the measure «%(measure)s», which is not measured in figures")
        yield FileFault(at, message % words)
        return
    fields: Any = map(Measurement._meta.get_field, asked)
    called = [str(field.verbose_name) for field in fields]
    words = {"name": name, "keys": _(" and ").join(called)}
    wanted = _("%(name)s is measured by %(keys)s") % words
    for key in FIGURES:
        given = getattr(row, key) is not None
        if given and key not in asked:
            yield FileFault((*row.at, key), _("%s: leave it out") % wanted)
        if key in asked and not given:
            yield FileFault((*row.at, key), _("is missing: %s") % wanted)
    whole = criterion.base_value if criterion.base == Base.FIXED else row.denominator
    if row.numerator is not None and whole is not None and row.numerator > whole:
        yield FileFault((*row.at, "numerator"), _("is more than the whole that it is a part of"))


def _unconfirmed(
    row: MeasurementRow, criterion: Criterion, seen: SameFigures
) -> Iterator[FileFault]:
    """What a form would ask about, and the row does not say that it is confirmed."""
    if row.forecast or row.retracted:
        return
    # A criterion has no due date where that of the programme cannot be read.
    if criterion.due_on and is_after_due(criterion, row.on):
        yield from unconfirmed(row, "on", QuestionCode.AFTER_DUE, _("is after the due date"))
    if is_ten_times(criterion, row.value):
        yield from unconfirmed(
            row, "value", QuestionCode.TEN_TIMES, _("is ten times the target or more")
        )
    key = "value" if row.value is not None else "numerator"
    if getattr(row, key):
        yield from seen.unconfirmed(row, key, row.criterion)


def over_whole(draft: Draft) -> Iterator[FileFault]:
    """The shares that have come to more than their whole, where no row of them confirms it."""
    measured = draft.by_name["shares measured"]
    shares = Criterion.objects.of_program(draft.program).filter(ref__in=measured)
    as_of = default_as_of(draft.program)
    standings = standings_of(draft.program, shares, as_of)
    for share in shares:
        part, whole = standings[share.pk].progress.share or (ZERO, ZERO)
        *_before, last = rows = measured[share.ref]
        codes = {code for row in rows for code in row.confirmed.split(",")}
        if part > whole and QuestionCode.OVER_WHOLE not in codes:
            words = {"part": plain_number(part), "whole": plain_number(whole)}
            message = _("comes to %(part)s of %(whole)s, more than the whole") % words
            yield from unconfirmed(last, "numerator", QuestionCode.OVER_WHOLE, message)


def _is_derived(source: str) -> bool:
    return source != MANUAL and source in dict(sources.choices()) and sources.get(source).derived


def found(program: Program) -> QuerySet[Measurement]:
    rows = Measurement.objects.filter(criterion__main_area__program=program)
    return rows.select_related("log_entry").order_by("pk")


def more(measured: Measurement, names: Names) -> dict[str, Any]:
    entry = measured.log_entry
    return {
        # No is an answer, too.
        "done": measured.done,
        "confirmed": codes(measured.confirmed),
        "log_entry": names.of("log_entries", entry.pk)
        if entry and not entry.is_retracted
        else None,
        "recorded_at": in_file(measured.recorded_at),
        **retracted(measured),
    }


def retracted(record: Any) -> dict[str, Any]:
    """Why and when a row was taken back, for what stands in a file all the same."""
    on, reason = day_of(record.retracted_at), record.retraction_reason
    return {"retracted": filled(reason=reason, on=on) if on else None}


SECTION = Section(
    key="measurements",
    shape=MeasurementRow,
    refers={"criterion": "criteria", "log_entry": "log_entries", "by": "users"},
    model=Measurement,
    found=found,
    prefix="v",
    more=more,
    keys={
        "measured_on": "on",
        "forecast_stated_on": "forecast.stated_on",
        "measurement_forecast_looks_ahead": "forecast.stated_on",
        "retraction_reason": "retracted.reason",
    },
    make=make,
    told_by_saved=over_whole,
    hangs_on={"criterion": "criteria"},
)
