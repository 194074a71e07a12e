"""The first text of a section: sentences of what was logged and measured in the period. Pure.

Every figure in them is a live one, so that a later correction reaches the sentence too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date_long
from core.numbers import format_number
from indicators.models.choices import Measure
from reports.rules.tokens import token_of

MOST_TOLD = 4  # log entries, and measurements; more are counted
MOST_PARTNERS = 6
LONGEST = 200  # letters of what was written in the log
_SENTENCE = re.compile(r"(?<=[^\d\W][.!?])\s+(?=[^\W\d_a-zæøå])")


@dataclass(frozen=True, slots=True)
class Happening:
    """A log entry. ``what`` is its activity or main area, ``partners`` are organisations, ``text``
    is what somebody wrote of it.
    """

    pk: int
    on: datetime.date
    what: str
    place: str = ""
    attendance: int | None = None
    partners: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement by the figures that it has; ``note`` is what was written beside it."""

    pk: int
    on: datetime.date
    is_pair: bool = False
    done: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Acting:
    """What is done about a criterion that lags, by whom and by when."""

    cause: str
    text: str
    owner: str
    due_on: datetime.date
    done_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a text is drafted from. ``name`` is the criterion's in keys, ``known`` the keys there
    are, and ``lags`` whether it is behind or missed.
    """

    name: str = ""
    measure: str = ""
    unit: str = ""
    known: frozenset[str] = frozenset()
    lags: bool = False
    happenings: Sequence[Happening] = ()
    measured: Sequence[Measured] = ()
    acting: Sequence[Acting] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text, and the log entries and measurements that its sentences are about."""

    text: str
    entries: tuple[int, ...] = ()
    measurements: tuple[int, ...] = ()


def proposal_of(basis: Basis) -> Proposal:
    """Nothing where nothing was reported: an empty text is a gap, and says so."""
    told = _largest(basis.happenings)
    # What was measured by hand; a value that a register counts has its sentence already.
    measured = list(basis.measured)[:MOST_TOLD] if not told else []
    paragraphs = [
        [*_value(basis), *_forecast(basis)],
        [
            *_count(basis, told),
            *map(sentence_of_entry, _partners_once(told)),
            *map(sentence_of_measured, measured),
        ],
        list(_acting(basis)) if basis.lags else [],
    ]
    text = "\n".join(" ".join(sentences) for sentences in paragraphs if sentences)
    return Proposal(text, tuple(one.pk for one in told), tuple(one.pk for one in measured))


def _largest(happenings: Sequence[Happening]) -> list[Happening]:
    """Those that most came to, in the order of their days."""
    by_size = sorted(happenings, key=lambda one: (-(one.attendance or 0), one.on, one.pk))
    return sorted(by_size[:MOST_TOLD], key=lambda one: (one.on, one.pk))


def _partners_once(told: Sequence[Happening]) -> Iterator[Happening]:
    """Whoever was with one activity is named at its first entry."""
    named = set[str]()
    for one in told:
        yield replace(one, partners=()) if one.what in named else one
        named.add(one.what)


def _value(basis: Basis) -> Iterator[str]:
    words = {
        "day": "[[report.cut_off]]",
        "value": token_of(f"{basis.name}.value", basis.name),
        "target": token_of(f"{basis.name}.target", basis.name),
        "part": token_of(f"{basis.name}.numerator", basis.name),
        "whole": token_of(f"{basis.name}.denominator", basis.name),
        "unit": basis.unit,
    }
    if not _knows(basis, "value"):
        return
    if basis.measure == Measure.MILESTONE:
        yield _("As of %(day)s the milestone is %(value)s.") % words
    elif basis.measure == Measure.SHARE and _knows(basis, "numerator", "denominator"):
        yield _("As of %(day)s it is %(part)s of %(whole)s, or %(value)s.") % words
    elif basis.unit:
        yield _("As of %(day)s there are %(value)s %(unit)s.") % words
    else:
        yield _("As of %(day)s the value is %(value)s.") % words
    if _knows(basis, "target"):
        yield _("The target is %(target)s.") % words


def _forecast(basis: Basis) -> Iterator[str]:
    if _knows(basis, "forecast", "forecast_on"):
        words = {
            "value": token_of(f"{basis.name}.forecast", basis.name),
            "day": token_of(f"{basis.name}.forecast_on", basis.name),
        }
        yield _("The forecast is %(value)s by %(day)s.") % words


def _knows(basis: Basis, *parts: str) -> bool:
    return all(f"{basis.name}.{part}" in basis.known for part in parts)


def _count(basis: Basis, told: Sequence[Happening]) -> Iterator[str]:
    if len(basis.happenings) > len(told) and _knows(basis, "log_entries"):
        number = token_of(f"{basis.name}.log_entries", basis.name)
        yield _("The log has %(number)s entries about it, among them these.") % {"number": number}


def sentence_of_entry(one: Happening) -> str:
    """«On 20 August 2011 Taste the World (Rådhuspladsen) gathered 14.500 people.»"""
    words = {
        "day": token_of(f"entry-{one.pk}.on"),
        "what": _with_place(one),
        "number": token_of(f"entry-{one.pk}.attendance"),
        "partners": _listed(one.partners),
    }
    if one.attendance is None:
        sentence = _("On %(day)s there was work on %(what)s") % words
    else:
        sentence = _("On %(day)s %(what)s gathered %(number)s people") % words
    if one.partners:
        sentence += _(", together with %(partners)s") % words
    first = _first_sentence(one.text)
    return f"{sentence}. {first}" if first else f"{sentence}."


def _first_sentence(text: str) -> str:
    """Of what was written in the log; one that is too long is cut at a word."""
    line = " ".join(text.split())
    first = _SENTENCE.split(line, maxsplit=1)[0]
    if len(first) > LONGEST:
        first = f"{first[:LONGEST].rsplit(' ', 1)[0]}…"
    return first if not first or first[-1] in ".!?…" else f"{first}."


def _with_place(one: Happening) -> str:
    said = not one.place or one.place.casefold() in one.what.casefold()
    return one.what if said else f"{one.what} ({one.place})"


def _listed(names: Sequence[str]) -> str:
    """«A, B and C», or «A, B and 7 others»."""
    if len(names) > MOST_PARTNERS:
        others = len(names) - MOST_PARTNERS
        told = ", ".join(names[:MOST_PARTNERS])
        more = ngettext("%(number)s other", "%(number)s others", others)
        last = more % {"number": format_number(others)}
    else:
        told, last = ", ".join(names[:-1]), names[-1] if names else ""
    return _("%(first)s and %(last)s") % {"first": told, "last": last} if told else last


def sentence_of_measured(one: Measured) -> str:
    words = {
        "day": token_of(f"measurement-{one.pk}.on"),
        "value": token_of(f"measurement-{one.pk}.value"),
        "part": token_of(f"measurement-{one.pk}.numerator"),
        "whole": token_of(f"measurement-{one.pk}.denominator"),
    }
    if one.done is not None:
        told = (
            _("On %(day)s it was reported as done")
            if one.done
            else _("On %(day)s it was not done yet")
        )
    elif one.is_pair:
        told = _("On %(day)s it was measured as %(part)s of %(whole)s")
    else:
        told = _("On %(day)s it was measured as %(value)s")
    note = f" ({one.note.strip().rstrip('.')})" if one.note.strip() else ""
    return f"{told % words}{note}."


def _acting(basis: Basis) -> Iterator[str]:
    for one in basis.acting:
        words = {
            "cause": _without_stop(one.cause),
            "text": _without_stop(one.text),
            "owner": one.owner,
            "day": format_date_long(one.done_on or one.due_on),
        }
        yield _("The cause: %(cause)s.") % words
        if one.done_on:
            yield _("What was done: %(text)s (%(owner)s, %(day)s).") % words
        else:
            yield _("What is done: %(text)s (%(owner)s, by %(day)s).") % words


def _without_stop(text: str) -> str:
    return text.strip().rstrip(".")
