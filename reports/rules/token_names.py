"""The live figures that a text can take up, each with its name in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models.choices import Status
from reports.rules.document import Figure
from reports.rules.tokens import token_of
from requisitions.models.choices import Scope

if TYPE_CHECKING:
    from reports.rules.facts import Facts

# In the order in which they are offered.
PARTS: dict[str, str | Promise] = {
    "value": gettext_lazy("Value"),
    "target": gettext_lazy("Target"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "expected": gettext_lazy("Expected by then"),
    "status": gettext_lazy("Status"),
    "log_entries": gettext_lazy("Number of log entries"),
    "measured_on": gettext_lazy("Last measured"),
    "due_on": gettext_lazy("Due"),
    "forecast": gettext_lazy("Forecast"),
    "forecast_on": gettext_lazy("The day of the forecast"),
}
RESOURCES: dict[str, str | Promise] = {
    "resources.hours": gettext_lazy("Hours used"),
    "resources.hours_planned": gettext_lazy("Hours planned"),
    "resources.fte": gettext_lazy("FTE used"),
    "resources.granted": gettext_lazy("Granted"),
    "resources.used": gettext_lazy("Used"),
    "resources.left": gettext_lazy("Left"),
}


# Those that no text takes up by itself: they stand in the tables and below them.
OTHERS: dict[str, str | Promise] = {
    "committed": gettext_lazy("Committed"),
    "fte_planned": gettext_lazy("FTE planned"),
    "entries": gettext_lazy("Number of log entries"),
    "measurements": gettext_lazy("Number of measurements"),
    "attendance": gettext_lazy("Attendance"),
    "on": gettext_lazy("Date"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A live figure: what it is, how it is written in a text, and how it reads."""

    label: str
    token: str
    text: str
    is_forecast: bool = False


@dataclass(frozen=True, slots=True)
class TokenGroup:
    title: str
    tokens: Sequence[Named]


def offered(facts: Facts, own: str = "") -> list[TokenGroup]:
    """Those of the section's own criterion, and of the report."""
    groups = [
        TokenGroup(_("The criterion"), list(_of_criterion(facts.figures, own, own))),
        TokenGroup(_("The report"), list(_of_report(facts.figures))),
    ]
    return [group for group in groups if group.tokens]


def offered_of_others(facts: Facts, own: str = "") -> list[TokenGroup]:
    """Those of each other criterion."""
    groups = (
        TokenGroup(one.row.wording, list(_of_criterion(facts.figures, one.name, own)))
        for one in facts.criteria.values()
        if one.name != own
    )
    return [group for group in groups if group.tokens]


def _of_criterion(figures: Mapping[str, Figure], name: str, own: str) -> Iterator[Named]:
    for part, label in PARTS.items() if name else ():
        if figure := figures.get(f"{name}.{part}"):
            yield _named(figure, label, own)


def name_of(key: str) -> str:
    """What the figure of a key is, in words; the key itself where it is none of the report's."""
    last = key.rpartition(".")[2]
    known = _names_of_report()
    names = (
        known.get(key),
        known.get(f"status.{last}") if key.startswith("area.") else None,
        RESOURCES.get(f"resources.{last}"),
        PARTS.get(last),
        OTHERS.get(last),
        _("Evidence") if last.startswith("evidence-") else None,
    )
    return str(next(filter(None, names), key))


def _names_of_report() -> dict[str, str | Promise]:
    return {
        "report.cut_off": _("Cut-off date"),
        "status.all": _("Success criteria in all"),
        **{f"status.{status.value}": status.label for status in Status},
        "requisitions.all": _("Requisitions in all"),
        **{f"requisitions.{scope.value}": scope.label for scope in Scope},
        **RESOURCES,
    }


def _of_report(figures: Mapping[str, Figure]) -> Iterator[Named]:
    for key, label in _names_of_report().items():
        if figure := figures.get(key):
            yield _named(figure, label)


def _named(figure: Figure, label: str | Promise, own: str = "") -> Named:
    return Named(str(label), token_of(figure.key, own), figure.text, figure.is_forecast)
