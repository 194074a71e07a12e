"""Registry of measurement sources, and what is asked of all of them.

A source answers for many criteria in one go, so that a page costs the same number of queries
whatever the mix. Each room registers its sources in its ``AppConfig.ready``.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.registry import Registry
from indicators.rules.progress import NO_FACTS, Facts, Reading
from indicators.rules.wording.clues import Clue

if TYPE_CHECKING:
    from django.db.models import Model
    from django.forms import ModelForm
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from activities.models import Activity, LogEntry
    from activities.services.log import LogEntryInput
    from indicators.models import Criterion, Measurement


Days = Sequence[datetime.date]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast for a coming day. ``value`` is a number, a pair's numerator, or None."""

    stated_on: datetime.date
    on: datetime.date
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A source's figures for one criterion as of a date, and who measured last.

    ``earlier`` holds its figures as of the earlier days that were asked for, in their order.
    """

    facts: Facts = NO_FACTS
    measured_on: datetime.date | None = None
    measured_by: str = ""
    forecast: Forecast | None = None
    earlier: Sequence[Facts] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reading as the criterion's page shows it. ``measurement`` is None where derived.

    A derived one that no log entry tells of has an ``address`` with a ``label`` instead.
    """

    reading: Reading
    by: str
    log_entry: LogEntry | None
    measurement: Measurement | None = None
    retraction_reason: str = ""
    note: str = ""
    address: str = ""
    label: str = ""
    # Whose it is, by primary key, where that decides who may read it.
    whose: int | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a criterion's value: every reading, and the newest of them as evidence.

    Where the evidence was cut ``unread`` says how many more there are. Among ``measurements`` are
    all that were changed after they were saved, those beyond the cut too.
    """

    readings: Sequence[Reading]
    evidence: Sequence[Evidence]
    unread: int = 0
    measurements: Sequence[Measurement] = ()


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One thing behind a derived figure, as the criterion's page lists it.

    ``counts`` says whether it is one of those counted, of a share those that answered yes.
    """

    label: str
    address: str
    who: str
    state: str
    on: datetime.date | None
    responsible: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """The first cases behind a figure, how many there are, and those not counted."""

    shown: Sequence[ListedCase] = ()
    number: int = 0
    apart: Cases | None = None
    apart_label: str = ""

    @property
    def hidden(self) -> int:
        return self.number - len(self.shown)


@dataclass(frozen=True, slots=True)
class MeasureLink:
    """Where a criterion's figure is brought about: an address, and what its button says."""

    address: str
    label: str


class Source(ABC):
    """Where the figures of criteria come from. What most sources have in common stands here."""

    code: str
    label: str | _StrPromise
    # Shown instead of a field where the source is derived.
    hint: str | _StrPromise = ""
    # What it counts in, where the criterion names no unit; empty for anything.
    unit: str | _StrPromise = ""
    # Read off its facts: nobody types a figure, and a count starts at 0. A source that is not
    # derived has no value before somebody has measured.
    derived = True
    # Whether a log entry adds to its figures; else they come from a register.
    logged = True
    # Whether it counts the rosters of the criterion's activities.
    by_roster = False
    # The words by which a wording is taken for one of its criteria.
    clues: Sequence[Clue] = ()
    # The form of what a criterion chooses in addition; its model has a ``criterion``.
    options_form: type[ModelForm] | None = None

    def faults(
        self, criterion: Criterion, activities: Sequence[Activity]
    ) -> Iterable[tuple[str, str]]:
        """The field and the message of everything in the way of measuring the criterion so."""
        return ()

    def option_faults(
        self, criterion: Criterion, options: Model | None
    ) -> Iterable[tuple[str, str]]:
        """The field of the options and the message of everything that they lack; None for none."""
        return ()

    def measure_link(self, criterion: Criterion, activities: Sequence[Activity]) -> MeasureLink:
        """Where somebody goes to make the figure move: the form, or a roster or register."""
        kind, pk = ("activity", activities[0].pk) if activities else ("criterion", criterion.pk)
        return MeasureLink(reverse("indicators:log_form", args=[kind, pk]), _("Log a result"))

    def reading_from(self, entry: LogEntryInput | LogEntry) -> Reading | None:
        """What a log entry by itself adds to the criteria that its activity feeds, if anything."""
        return None

    @abstractmethod
    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """By primary key; a criterion without anything may be left out.

        The ``earlier`` days fall; what the figures were on them costs no query for each of them.
        """

    @abstractmethod
    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        """Every reading behind the values, newest first; retracted ones among them.

        By primary key; a criterion without anything may be left out.
        """

    def readings(
        self,
        criteria: Sequence[Criterion],
        as_of: datetime.date,
        without: LogEntry | None = None,
    ) -> dict[int, list[Reading]]:
        """The readings of the same, bare; perhaps without those of an entry."""
        return {
            pk: [row.reading for row in rows if without is None or row.log_entry != without]
            for pk, rows in self.evidence(criteria, as_of).items()
        }

    def behind(self, criterion: Criterion, as_of: datetime.date, most: int | None) -> Behind:
        """Those of one criterion; a source with much to show cuts the evidence at ``most``."""
        rows = self.evidence([criterion], as_of).get(criterion.pk, [])
        return Behind([row.reading for row in rows], rows)

    def listed(self, evidence: Sequence[Evidence], user: User) -> Sequence[Evidence]:
        """The evidence of a criterion as somebody may read it."""
        return evidence

    def days_shown(self, days: Sequence[datetime.date], user: User) -> Sequence[datetime.date]:
        """Of the days of a criterion's line, in order, those whose value somebody may read."""
        return days

    def cases(self, criterion: Criterion, as_of: datetime.date, most: int | None = None) -> Cases:
        """What is behind the figure, newest first, where that is neither entries nor a roster."""
        return Cases()


class RegisterSource(Source):
    """A source that counts what a register holds: its names are for those who keep registers."""

    logged = False

    def listed(self, evidence: Sequence[Evidence], user: User) -> Sequence[Evidence]:
        if user.may(May.KEEP_REGISTERS):
            return evidence
        return [replace(row, label="", address="") for row in evidence]


sources: Registry[Source] = Registry("sources", "Where do a criterion's figures come from?")


def get(code: str) -> Source:
    """The source; KeyError for one that no room has registered."""
    return sources[code]


def of(criterion: Criterion) -> Source:
    """The source that answers for the criterion."""
    return get(criterion.source)


def measure_link(criterion: Criterion) -> MeasureLink:
    """Where to go to make the criterion's figure move; its activities are at hand."""
    return of(criterion).measure_link(criterion, list(criterion.activities.all()))


def with_options() -> list[Source]:
    """Those for which a criterion chooses something in addition."""
    return [source for source in sources if source.options_form]


def names_of_options() -> list[str]:
    """By which names a criterion leads to what it has chosen for its sources."""
    forms: list[Any] = [source.options_form for source in with_options()]
    ties = [form._meta.model._meta.get_field("criterion") for form in forms]
    return [tie.remote_field.get_accessor_name() for tie in ties]


def words_of_options() -> dict[str, str]:
    """How the codes are called among which the sources' options choose."""
    forms: list[Any] = [source.options_form for source in with_options()]
    fields = [field for form in forms for field in form.base_fields.values()]
    return {
        code: str(label)
        for field in fields
        for code, label in getattr(field, "choices", ())
        if code
    }


def typed() -> list[str]:
    """The codes of the sources for which people type figures."""
    return [source.code for source in sources if not source.derived]


def readings_from(entry: LogEntryInput | LogEntry) -> dict[str, Reading]:
    """By source, what a log entry adds by itself; sources to which it adds nothing are left out."""
    found = {source.code: source.reading_from(entry) for source in sources}
    return {code: reading for code, reading in found.items() if reading}


def choices() -> list[tuple[str, str | _StrPromise]]:
    return [(source.code, source.label) for source in sources]


def clues() -> list[Clue]:
    """The words by which all sources know their criteria."""
    return [clue for source in sources for clue in source.clues]


def evidence(criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, list[Evidence]]:
    """Every reading behind each criterion's value with its evidence: one query a source."""
    found: dict[int, list[Evidence]] = {criterion.pk: [] for criterion in criteria}
    for source, own in _by_source(criteria):
        found |= source.evidence(own, as_of)
    return found


def readings(
    criteria: Sequence[Criterion], as_of: datetime.date, without: LogEntry | None = None
) -> dict[int, list[Reading]]:
    """The same, bare; perhaps without those of an entry."""
    found: dict[int, list[Reading]] = {criterion.pk: [] for criterion in criteria}
    for source, own in _by_source(criteria):
        found |= source.readings(own, as_of, without)
    return found


def reports(
    criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
) -> dict[int, Report]:
    """What every criterion's own source says as of a date, and what it said on earlier days."""
    found: dict[int, Report] = {}
    for source, own in _by_source(criteria):
        found |= source.reports(own, as_of, earlier)
    return found


def _by_source(criteria: Sequence[Criterion]) -> Iterable[tuple[Source, list[Criterion]]]:
    """The sources of which there are any among the criteria, each with its own."""
    for source in sources:
        own = [criterion for criterion in criteria if criterion.source == source.code]
        if own:
            yield source, own
