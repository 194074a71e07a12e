"""The columns of the status table: one list behind the page, the .json, the .csv and the .xlsx."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.dates import format_date_short
from core.held import Held
from core.numbers import plain
from core.spreadsheets import Column, ColumnKind, Value
from core.templatetags.chips import bar
from indicators.models.choices import Comparison, Measure
from indicators.templatetags.criteria import status_chip
from overview.rules.status import StatusRow, StatusTable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Data = str | bool | int | dict | None


@dataclass(frozen=True, slots=True)
class OnPage:
    """How the page shows a column: what it draws of a row, given the day that its links carry."""

    heading: str | _StrPromise
    draw: Callable[[StatusRow, str], str]
    css: str = ""
    # A card on a phone has no heading above it: a figure needs its label beside it.
    is_labelled: bool = True
    # What the page is sorted by where its heading is pressed.
    sort: str = ""

    @property
    def is_number(self) -> bool:
        return self.css == "num"

    @property
    def opening(self) -> SafeString:
        css = format_html(' class="{}"', self.css) if self.css else ""
        label = format_html(' data-label="{}"', self.heading) if self.is_labelled else ""
        return format_html("<td{}{}>", css, label)


@dataclass(frozen=True, slots=True)
class StatusColumn:
    """A column of the status table. It is left out where it has no key, heading or page.

    ``cell`` stands in the spreadsheets, and in the .json too, unless ``data`` says otherwise.
    """

    key: str = ""  # in .json
    heading: str | _StrPromise = ""  # in the spreadsheets
    cell: Callable[[StatusRow], Value] = lambda row: None
    kind: ColumnKind = "text"
    data: Callable[[StatusRow], Data] | None = None
    page: OnPage | None = None

    def as_data(self, row: StatusRow) -> Data:
        """Numbers are decimal strings, days are ISO, absent is None."""
        if self.data:
            return self.data(row)
        value = self.cell(row)
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, datetime.date):
            return value.isoformat()
        return str(value) if value not in (None, "") else None


# What a column shows ----------------------------------------------------------------------------


def _value(row: StatusRow) -> Data:
    """A share's has six places."""
    if row.value is None or isinstance(row.value, bool):
        return row.value
    return format(row.value, "f") if row.numerator is not None else plain(row.value)


def _forecast(row: StatusRow) -> Data:
    forecast = row.forecast
    if forecast is None:
        return None
    return {
        "stated_on": forecast.stated_on.isoformat(),
        "on": forecast.on.isoformat(),
        "value": forecast.done if forecast.done is not None else plain(forecast.value),
        "numerator": plain(forecast.numerator),
        "denominator": plain(forecast.denominator),
    }


def _foretold(row: StatusRow) -> Decimal | None:
    forecast = row.forecast
    if forecast is None:
        return None
    return forecast.value if forecast.value is not None else forecast.numerator


def _wording(row: StatusRow, day_query: str) -> str:
    return format_html(
        '<div class="depth-{}"><a href="{}{}">{}</a><br><span class="small soft">{}</span></div>',
        row.depth,
        row.address,
        day_query,
        row.wording,
        row.explanation,
    )


def _value_and_movement(row: StatusRow, _day_query: str) -> str:
    """And from what it has moved since a month ago."""
    if not row.since_a_month:
        return format_html("<b>{}</b>", row.value_text)
    moved = row.since_a_month.words
    return format_html(
        '<div><b>{}</b> <br><span class="small soft">{}</span></div>', row.value_text, moved
    )


def _status(row: StatusRow, _day_query: str) -> str:
    chip = status_chip(row.status)
    if not row.assessed_status:
        return chip
    judged = format_html(' <br><span class="small">{}: {}</span>', _("Judged"), row.assessed_label)
    return chip + judged


def _measured(row: StatusRow, _day_query: str) -> str:
    if not row.measured_on:
        return ""
    text = format_html("{} <br>{}", format_date_short(row.measured_on), row.measured_by)
    if row.is_late:
        text += format_html(' <br><span class="late">{}</span>', _("after the due date"))
    return text


# In the order of the spreadsheets and of the page; .json keeps the order that its readers know, so
# that two columns stand here twice.
COLUMNS: Sequence[StatusColumn] = (
    StatusColumn("id", _("Id"), lambda row: row.id),
    StatusColumn("wording", cell=lambda row: row.wording),
    StatusColumn(
        "main_area",
        _("Main area"),
        lambda row: str(row.main_area),
        data=lambda row: row.main_area.number,
    ),
    StatusColumn(
        "initiative",
        _("Initiative"),
        lambda row: row.initiative.title if row.initiative else "",
        data=lambda row: row.initiative.ref if row.initiative else None,
    ),
    StatusColumn(
        heading=_("Success criterion"),
        cell=lambda row: row.wording,
        page=OnPage(_("Success criterion"), _wording, "wording", is_labelled=False, sort="wording"),
    ),
    StatusColumn(heading=_("Part of"), cell=lambda row: row.parent or ""),
    StatusColumn(
        "measure",
        _("Measure"),
        lambda row: str(Measure(row.measure).label),
        data=lambda row: row.measure,
    ),
    StatusColumn(
        "comparison",
        _("Comparison"),
        lambda row: str(Comparison(row.comparison).label),
        data=lambda row: row.comparison,
    ),
    StatusColumn(
        "target",
        _("Target"),
        lambda row: row.target,
        "number",
        page=OnPage(_("Target"), lambda row, day: row.target_text, "num"),
    ),
    StatusColumn(
        "unit",
        _("Unit"),
        lambda row: "%" if row.measure == Measure.SHARE else row.unit,
        data=lambda row: row.unit or None,
    ),
    StatusColumn(
        "value",
        _("Value"),
        # A milestone's reads in its status.
        lambda row: None if isinstance(row.value, bool) else row.value,
        "number",
        data=_value,
        page=OnPage(_("Value"), _value_and_movement, "num"),
    ),
    StatusColumn("numerator", _("Numerator"), lambda row: row.numerator, "number"),
    StatusColumn("denominator", _("Denominator"), lambda row: row.denominator, "number"),
    StatusColumn(
        "expected",
        _("Expected"),
        lambda row: row.expected,
        "number",
        page=OnPage(_("Expected by now"), lambda row, day: row.expected_text, "num"),
    ),
    StatusColumn(
        page=OnPage(
            _("Progress"),
            lambda row, day: bar(row.bar, row.status.meaning.colour),
            "progress-cell",
            is_labelled=False,
        )
    ),
    StatusColumn(
        "status",
        _("Status"),
        lambda row: str(row.status.label),
        data=lambda row: str(row.status),
        page=OnPage(_("Status"), _status, is_labelled=False, sort="status"),
    ),
    StatusColumn(
        "assessed_status",
        _("Judged status"),
        lambda row: row.assessed_label,
        data=lambda row: row.assessed_status,
    ),
    StatusColumn("explanation", _("Explanation"), lambda row: row.explanation),
    StatusColumn(
        "measured_on",
        _("Measured on"),
        lambda row: row.measured_on,
        "date",
        page=OnPage(_("Last measured"), _measured, "small nowrap", sort="measured"),
    ),
    StatusColumn("measured_by", _("Measured by"), lambda row: row.measured_by),
    StatusColumn("due_on", _("Due on"), lambda row: row.due_on, "date"),
    StatusColumn("responsible", _("Responsible"), lambda row: row.responsible),
    StatusColumn("parent", cell=lambda row: row.parent),
    StatusColumn("forecast", data=_forecast),
    StatusColumn(
        "approximate",
        _("Rough figure"),
        lambda row: gettext("rough") if row.approximate else "",
        data=lambda row: row.approximate,
    ),
    StatusColumn(
        "after_due",
        _("After the due date"),
        lambda row: gettext("after the due date") if row.is_late else "",
        data=lambda row: row.is_late,
    ),
    StatusColumn(heading=_("Forecast"), cell=_foretold, kind="number"),
    StatusColumn(
        heading=_("Forecast for"),
        cell=lambda row: row.forecast.on if row.forecast else None,
        kind="date",
    ),
)
IN_DATA = [column for column in COLUMNS if column.key]
IN_SHEETS = [column for column in COLUMNS if column.heading]
ON_PAGE = [column.page for column in COLUMNS if column.page]
# Rows as the page draws them, by all that they show.
DRAWN = Held(most=10_000, most_bytes=24 * 1024 * 1024, pure=True)


def as_data(table: StatusTable) -> dict:
    """For .json."""
    return {
        "program": table.program.slug,
        "as_of": table.as_of.isoformat(),
        "criteria": [{column.key: column.as_data(row) for column in IN_DATA} for row in table.rows],
    }


def columns() -> list[Column]:
    return [Column(column.heading, column.kind) for column in IN_SHEETS]


def cells(row: StatusRow) -> Sequence[Value]:
    """In the order of ``columns``."""
    return [column.cell(row) for column in IN_SHEETS]


def drawn_rows(rows: Sequence[StatusRow], day_query: str) -> list[SafeString]:
    """The cells of each row as the page shows them. Of a change few rows look otherwise."""
    language = get_language()
    return [
        DRAWN.get((row, day_query, language), partial(_drawn, row, day_query), weigh=len)
        for row in rows
    ]


def _drawn(row: StatusRow, day_query: str) -> SafeString:
    cells = (f"{one.opening}{conditional_escape(one.draw(row, day_query))}</td>" for one in ON_PAGE)
    return SafeString("".join(cells))
