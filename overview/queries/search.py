"""Searching everything that somebody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User
from accounts.models.roles import May
from core.clock import today
from core.search import Searched, Words, found, searched, spelled_right, words_of
from overview.rules.marks import Marked, excerpt, marked
from requisitions.rules.cases import spellings

MOST_FOUND, MOST_OF_ONE_KIND = 5, 100


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record as it is shown; ``excerpt`` is what was found beside its title."""

    record: object
    title: Marked
    excerpt: Marked
    note: str
    address: str
    is_retracted: bool


@dataclass(frozen=True, slots=True)
class FoundKind:
    code: str
    label: str | Promise
    records: Sequence[FoundRecord]
    has_more: bool

    @property
    def standing(self) -> list[FoundRecord]:
        return [one for one in self.records if not one.is_retracted]

    @property
    def retracted(self) -> list[FoundRecord]:
        return [one for one in self.records if one.is_retracted]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """By kind what was found; ``instead`` is what was looked for in a misspelled word's place."""

    kinds: Sequence[FoundKind]
    instead: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.kinds)


def search_results(query: str, user: User, only: str = "") -> SearchResults:
    """What holds all of the words and the user may see, in any spelling of «rekvirering».

    The first of each kind, or more of one kind ``only``.
    """
    most = MOST_OF_ONE_KIND if only else MOST_FOUND
    rights, day = [right for right in May if user.may(right)], today()
    wanted: Words = [spellings(word) for word in words_of(query)]
    words, instead = wanted, list[str]()
    by_kind = found(words, rights, day, most + 1)
    if not by_kind:
        words = spelled_right(wanted, rights, day)
        instead = [near[0] for word, near in zip(wanted, words, strict=True) if word != near]
        by_kind = found(words, rights, day, most + 1) if instead else {}
    hit = [kind for kind in searched if kind.code in by_kind and only in ("", kind.code)]
    shown = [_found_of(kind, by_kind[kind.code], words, most) for kind in hit]
    return SearchResults(shown, instead)


def _found_of(
    kind: Searched, lines_of: Mapping[int, Sequence[str]], words: Words, most: int
) -> FoundKind:
    every_word = [word for alternatives in words for word in alternatives]
    pks = list(lines_of)[:most]
    records = {record.pk: record for record in kind.records().order_by().filter(pk__in=pks)}
    shown = [_shown(kind, records[pk], lines_of[pk], every_word) for pk in pks if pk in records]
    return FoundKind(kind.code, kind.label, shown, has_more=len(lines_of) > most)


def _shown(
    kind: Searched, record: object, lines: Sequence[str], words: Sequence[str]
) -> FoundRecord:
    title = kind.title(record)
    return FoundRecord(
        record=record,
        title=marked(title, words),
        excerpt=excerpt([line for line in lines if line != title], words),
        note=str(kind.note(record)),
        address=kind.address(record),
        is_retracted=kind.retracted(record),
    )
