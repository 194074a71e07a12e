"""The status table as data: the very rows that the page shows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.numbers import plain
from core.spreadsheets import Column, ColumnKind, Value
from indicators.models.choices import Comparison, Measure
from indicators.rules.sources import Forecast
from overview.rules.status import StatusRow, StatusTable


def as_data(table: StatusTable) -> dict:
    """For .json. Numbers are decimal strings, a share's value has six places, absent is None."""
    return {
        "program": table.program.slug,
        "as_of": table.as_of.isoformat(),
        "criteria": [_criterion(row) for row in table.rows],
    }


def _criterion(row: StatusRow) -> dict:
    return {
        "id": row.id,
        "wording": row.wording,
        "main_area": row.main_area.number,
        "initiative": row.initiative.ref if row.initiative else None,
        "measure": row.measure,
        "comparison": row.comparison,
        "target": plain(row.target),
        "unit": row.unit or None,
        "value": _value(row),
        "numerator": plain(row.numerator),
        "denominator": plain(row.denominator),
        "expected": plain(row.expected),
        "status": str(row.status),
        "assessed_status": row.assessed_status,
        "explanation": row.explanation,
        "measured_on": row.measured_on.isoformat() if row.measured_on else None,
        "parent": row.parent,
        "forecast": _forecast(row.forecast),
        "approximate": row.approximate,
    }


def _value(row: StatusRow) -> str | bool | None:
    if row.value is None or isinstance(row.value, bool):
        return row.value
    return format(row.value, "f") if row.numerator is not None else plain(row.value)


def _forecast(forecast: Forecast | None) -> dict | None:
    if forecast is None:
        return None
    return {
        "stated_on": forecast.stated_on.isoformat(),
        "on": forecast.on.isoformat(),
        "value": forecast.done if forecast.done is not None else plain(forecast.value),
        "numerator": plain(forecast.numerator),
        "denominator": plain(forecast.denominator),
    }


def columns() -> list[Column]:
    headings: Sequence[tuple[str, ColumnKind]] = (
        (_("Id"), "text"),
        (_("Main area"), "text"),
        (_("Initiative"), "text"),
        (_("Success criterion"), "text"),
        (_("Part of"), "text"),
        (_("Measure"), "text"),
        (_("Comparison"), "text"),
        (_("Target"), "number"),
        (_("Unit"), "text"),
        (_("Value"), "number"),
        (_("Numerator"), "number"),
        (_("Denominator"), "number"),
        (_("Expected"), "number"),
        (_("Status"), "text"),
        (_("Judged status"), "text"),
        (_("Explanation"), "text"),
        (_("Measured on"), "date"),
        (_("Measured by"), "text"),
        (_("Due on"), "date"),
        (_("Responsible"), "text"),
        (_("Rough figure"), "text"),
        (_("Forecast"), "number"),
        (_("Forecast for"), "date"),
    )
    return [Column(heading, kind) for heading, kind in headings]


def cells(row: StatusRow) -> Sequence[Value]:
    """In the order of ``columns``. A milestone's value reads in its status."""
    forecast = row.forecast
    foretold = None
    if forecast:
        foretold = forecast.value if forecast.value is not None else forecast.numerator
    return (
        row.id,
        str(row.main_area),
        row.initiative.title if row.initiative else "",
        row.wording,
        row.parent or "",
        str(Measure(row.measure).label),
        str(Comparison(row.comparison).label),
        row.target,
        "%" if row.measure == Measure.SHARE else row.unit,
        None if isinstance(row.value, bool) else row.value,
        row.numerator,
        row.denominator,
        row.expected,
        str(row.status.label),
        row.assessed_label,
        row.explanation,
        row.measured_on,
        row.measured_by,
        row.due_on,
        row.responsible,
        _("rough") if row.approximate else "",
        foretold,
        forecast.on if forecast else None,
    )
