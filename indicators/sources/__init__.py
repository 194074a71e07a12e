"""Where a criterion's figures come from: the door through which a higher room brings its own.

A source answers for many criteria in one go, so that a page costs the same number of queries
whatever the mix. Each room registers its sources in its ``AppConfig.ready``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from indicators.progress import NOTHING, Facts, Reading

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from activities.models import Activity, LogEntry
    from activities.services import Happening
    from indicators.models import Criterion, Measurement


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is foretold for a coming day. ``value`` is a number, a pair's numerator, or None."""

    stated_on: datetime.date
    on: datetime.date
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a source says of one criterion as of a date, and who measured last."""

    facts: Facts = NOTHING
    measured_on: datetime.date | None = None
    measured_by: str = ""
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reading as the criterion's page shows it. ``measurement`` is None where derived."""

    reading: Reading
    by: str
    log_entry: LogEntry | None
    measurement: Measurement | None = None
    retraction_reason: str = ""
    note: str = ""


class Source(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str | _StrPromise: ...

    @property
    def hint(self) -> str | _StrPromise:
        """What the form that logs a result says where a derived source leaves nothing to type."""
        ...

    @property
    def derived(self) -> bool:
        """Read off its facts: nobody types a figure, and a count starts at 0.

        A source that is not derived has no value before somebody has measured.
        """
        ...

    def faults(
        self, criterion: Criterion, activities: Sequence[Activity]
    ) -> Iterable[tuple[str, str]]:
        """The field and the message of everything in the way of measuring the criterion so."""
        ...

    def reading_from(self, happened: Happening | LogEntry) -> Reading | None:
        """What a log entry by itself adds to the criteria that its activity feeds, if anything."""
        ...

    def reports(self, criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, Report]:
        """By primary key; a criterion without anything may be left out."""
        ...

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        """Every reading behind the values, newest first; retracted ones among them.

        By primary key; a criterion without anything may be left out.
        """
        ...


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.code] = source


def get(code: str) -> Source:
    """The source; KeyError for one that no room has registered."""
    return _sources[code]


def of(criterion: Criterion) -> Source:
    """The source that answers for the criterion."""
    return get(criterion.source)


def typed() -> list[str]:
    """The codes of the sources for which people type figures."""
    return [source.code for source in _sources.values() if not source.derived]


def readings_from(happened: Happening | LogEntry) -> dict[str, Reading]:
    """By source, what a log entry adds by itself; sources to which it adds nothing are left out."""
    found = {source.code: source.reading_from(happened) for source in _sources.values()}
    return {code: reading for code, reading in found.items() if reading}


def choices() -> list[tuple[str, str | _StrPromise]]:
    return [(source.code, source.label) for source in _sources.values()]


def evidence(criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, list[Evidence]]:
    """Every reading behind each criterion's value: one query a source."""
    found: dict[int, list[Evidence]] = {criterion.pk: [] for criterion in criteria}
    for source in _sources.values():
        own = [criterion for criterion in criteria if criterion.source == source.code]
        if own:
            found |= source.evidence(own, as_of)
    return found


def marks(values: Sequence[object]) -> str:
    """The placeholders of a hand-written ``IN (…)``; NULL, which nothing is in, for no values."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def reports(criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, Report]:
    """What every criterion's own source says as of a date."""
    found: dict[int, Report] = {}
    for source in _sources.values():
        own = [criterion for criterion in criteria if criterion.source == source.code]
        if own:
            found |= source.reports(own, as_of)
    return found
