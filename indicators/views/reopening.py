"""What stands of a form that logged a result: for one that is sent again, and after an undo."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.requests import Request
from activities.models import LogEntry
from activities.services.log import values_of
from core.forms.opened import reopened
from core.forms.sent import Correction, SavedContent, same_names
from indicators.forms.results import LogForm, prefix_of
from indicators.models import Criterion, Measurement
from indicators.services.results import figures_of


def content_of(entry: LogEntry) -> SavedContent:
    """The entry's own values and its figures, each with where it is corrected."""
    values = _own_values(entry) | {"files": ", ".join(str(one) for one in entry.attachments.all())}
    own = Correction(
        _("Correct the entry"),
        reverse("indicators:entry_correct", args=[entry.pk]),
        same_names("on", "text", "hours", "attendance", "files"),
    )
    corrections = [own]
    for measurement in _figures(entry):
        prefix = prefix_of(measurement.criterion)
        figures = _values_of(measurement)
        values |= {f"{prefix}{name}": value for name, value in figures.items()}
        corrections.append(
            Correction(
                _("Correct the figure: %s") % measurement.criterion.wording,
                reverse("indicators:measurement_correct", args=[measurement.pk]),
                {f"{prefix}{name}": name for name in figures},
            )
        )
    return SavedContent(values, corrections)


def reopen(request: Request, entry: LogEntry, criteria: list[Criterion], address: str) -> str:
    """The form that logs a result, filled in with what the entry said."""
    values = _own_values(entry)
    for measurement in _figures(entry):
        prefix = prefix_of(measurement.criterion)
        values |= {f"{prefix}{name}": value for name, value in _values_of(measurement).items()}
    return reopened(request.user, address, LogForm(criteria=criteria), values)


def _own_values(entry: LogEntry) -> dict[str, Any]:
    row = getattr(entry, "time_entry", None)
    return values_of(entry, row.hours if row else None)


def _values_of(measurement: Measurement) -> dict[str, Any]:
    figures = figures_of(measurement, measurement.measured_on)
    return {name: value for name, value in figures.items() if name != "on" and value is not None}


def _figures(entry: LogEntry) -> list[Measurement]:
    return list(entry.measurements.select_related("criterion").order_by("pk"))
