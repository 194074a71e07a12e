"""What lies behind a section in its period: log entries, measurements, and what is done."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from activities.models import LogEntry
from core.dates import format_date_long
from core.numbers import format_number, plain_number
from reports.rules.document import Figure
from reports.rules.drafting import Acting, Basis, Happening, Measured

if TYPE_CHECKING:
    from activities.models import Attachment
    from indicators.models import Action, Measurement
    from reports.models import Section
    from reports.rules.facts import CriterionFacts


@dataclass(frozen=True)
class Evidence:
    """Newest first. ``partners`` are organisations by the primary key of their activity."""

    entries: Sequence[LogEntry] = ()
    measurements: Sequence[Measurement] = ()
    actions: Sequence[Action] = ()
    partners: Mapping[int, Sequence[str]] = field(default_factory=dict)
    pictures: Mapping[int, Sequence[Attachment]] = field(default_factory=dict)

    def partners_of(self, entry: LogEntry) -> Sequence[str]:
        return self.partners.get(entry.activity_id or 0, ())

    def numbers(self) -> set[Decimal]:
        """Every number that a piece of it has."""
        found = {Decimal(one.attendance) for one in self.entries if one.attendance is not None}
        for measurement in self.measurements:
            parts = (measurement.value, measurement.numerator, measurement.denominator)
            found.update(part for part in parts if part is not None)
        return found


def happening_of(entry: LogEntry, partners: Sequence[str] = ()) -> Happening:
    place = entry.activity.place if entry.activity else None
    return Happening(
        pk=entry.pk,
        on=entry.on,
        what=str(entry.subject),
        place=str(place or ""),
        text=entry.text,
        attendance=entry.attendance,
        partners=partners,
    )


def measured_of(measurement: Measurement) -> Measured:
    return Measured(
        pk=measurement.pk,
        on=measurement.measured_on,
        is_pair=measurement.denominator is not None,
        done=measurement.done,
        note=measurement.note,
    )


def basis_of(
    one: CriterionFacts | None, evidence: Evidence, figures: Mapping[str, Figure]
) -> Basis:
    """What a section's text is drafted from; without a criterion only what happened."""
    happenings = [happening_of(entry, evidence.partners_of(entry)) for entry in evidence.entries]
    if one is None:
        return Basis(happenings=happenings)
    prefix = f"{one.name}."
    known = {key for key, found in figures.items() if key.startswith(prefix) and found.value}
    return Basis(
        name=one.name,
        measure=one.row.measure,
        unit=one.row.unit,
        known=frozenset(known),
        lags=one.row.status.meaning.lags,
        happenings=happenings,
        measured=[measured_of(measurement) for measurement in evidence.measurements],
        acting=[
            Acting(a.cause, a.text, str(a.owner), a.due_on, a.done_on) for a in evidence.actions
        ],
    )


def figures_of_cited(sections: Collection[Section]) -> dict[str, Figure]:
    """The live figures of the log entries and measurements that sections cite."""
    rows = [row for section in sections for row in section.citations.all()]
    return figures_of_records(filter(None, (row.log_entry or row.measurement for row in rows)))


def figures_of_records(records: Iterable[LogEntry | Measurement]) -> dict[str, Figure]:
    """By their keys; of what was retracted none, so that a text that tells of it has a gap."""
    found: dict[str, Figure] = {}
    for record in records:
        if not record.is_retracted:
            of_it = _of_entry(record) if isinstance(record, LogEntry) else _of_measurement(record)
            found.update((figure.key, figure) for figure in of_it)
    return found


def _of_entry(entry: LogEntry) -> Iterator[Figure]:
    key, address = f"entry-{entry.pk}", entry.get_absolute_url()
    yield _day(f"{key}.on", entry.on, address)
    if entry.attendance is not None:
        number = Decimal(entry.attendance)
        yield _number(f"{key}.attendance", number, address, rough=entry.approximate)


def _of_measurement(measurement: Measurement) -> Iterator[Figure]:
    key, address = f"measurement-{measurement.pk}", measurement.criterion.get_absolute_url()
    yield _day(f"{key}.on", measurement.measured_on, address)
    for part in ("value", "numerator", "denominator"):
        number = getattr(measurement, part)
        if number is not None:
            rough = measurement.approximate
            yield _number(f"{key}.{part}", number, address, rough=rough)


def _day(key: str, day: datetime.date, address: str) -> Figure:
    return Figure(key, format_date_long(day), day.isoformat(), address)


def _number(key: str, number: Decimal, address: str, *, rough: bool) -> Figure:
    text = format_number(number)
    return Figure(key, _("about %s") % text if rough else text, plain_number(number), address)
