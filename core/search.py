"""One index of all that is searched: a row for each record, written in the record's transaction.

Both databases look for a word by its letters, anywhere in a text, as Danish words are compounds. A
row goes with its record: what retention removes is found no more once its transaction has ended.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.functional import Promise

from core.models import SearchRow
from core.names import search_key
from core.registry import Registry
from core.spelling import nearest_parts, pieces_of
from core.statements import placeholders, rows_of

BATCH = 500
MOST_READ = 400  # texts, to find the word that a misspelled one may be

_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d]{3})-(?=[^\W\d]{3})")

# The alternatives of each word that is looked for.
Words = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Searched:
    """A kind of record that is searched.

    ``records`` are those that are found at all, ``title`` and ``note`` how one is shown, ``texts``
    what of it is searched; ``read_texts`` reads beforehand what of them lies further off. It is
    found by those who have its ``right``, and from its ``day`` on. ``follows`` are the models whose
    changes change its texts too, and by which name it leads there.
    """

    code: str
    label: str | Promise
    records: Callable[[], QuerySet]
    texts: Callable[[Any], Sequence[str]]
    read_texts: Callable[[QuerySet], QuerySet] = lambda records: records
    title: Callable[[Any], str] = str
    note: Callable[[Any], object] = lambda record: ""
    day: Callable[[Any], datetime.date | None] = lambda record: None
    address: Callable[[Any], str] = lambda record: record.get_absolute_url()
    right: Callable[[Any], str] = lambda record: ""
    retracted: Callable[[Any], bool] = lambda record: getattr(record, "is_retracted", False)
    follows: Sequence[tuple[type[Model], str]] = ()

    def row_of(self, record: Any) -> SearchRow:
        written = "\n".join(filter(None, self.texts(record)))
        return SearchRow(
            kind=self.code,
            record=record.pk,
            right=self.right(record),
            text=search_key(written),
            lines=written,
            on=self.day(record) or datetime.date.min,
            is_retracted=self.retracted(record),
        )


searched: Registry[Searched] = Registry("searched", "what of the app's records is searched")


# Writing ----------------------------------------------------------------------------------------
def mark_searched(model: type[Model], *pks: int | None, new: bool = False) -> None:
    """Say that records were saved or deleted: their rows follow at the end of the transaction.

    Nothing follows ``new`` ones yet: what comes to follow them says so itself.
    """
    waiting: dict[type[Model], dict[int, bool]] | None
    waiting = getattr(connection, "changed_records", None)
    changed = {} if waiting is None else waiting
    for pk in pks:
        if pk is not None:
            changed.setdefault(model, {}).setdefault(pk, new)
    if waiting is None:
        write_index(changed)


def write_index(changed: Mapping[type[Model], Mapping[int, bool]]) -> None:
    """Write the rows of what changed, always in one order; of what is gone, take them out.

    ``changed`` says of each whether it is new.
    """
    for kind in searched:
        own = kind.records().model
        for model, name in ((own, "pk"), *kind.follows):
            marked = changed.get(model, {})
            wanted = [pk for pk, is_new in marked.items() if name == "pk" or not is_new]
            for pks in _batches(sorted(wanted)):
                records = kind.records().filter(**{f"{name}__in": pks})
                rows = {one.pk: kind.row_of(one) for one in kind.read_texts(records)}
                if name == "pk" and len(rows) < len(pks):
                    gone = set(pks) - rows.keys()
                    SearchRow.objects.filter(kind=kind.code, record__in=gone).delete()
                _save(row for _pk, row in sorted(rows.items()))


def rebuild_index() -> int:
    """Write all of the index anew; how many rows that are."""
    SearchRow.objects.all().delete()
    for kind in searched:
        records = kind.read_texts(kind.records())
        rows = (kind.row_of(record) for record in records.iterator(chunk_size=BATCH))
        while batch := list(islice(rows, BATCH)):
            _save(batch)
    return SearchRow.objects.count()


def _save(rows: Iterable[SearchRow]) -> None:
    SearchRow.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "record"],
        update_fields=["right", "text", "lines", "on", "is_retracted"],
    )


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


# Finding ----------------------------------------------------------------------------------------
_OF_KIND = """
    SELECT * FROM (
        SELECT kind, record, is_retracted, "on", lines
        FROM core_searchrow
        WHERE kind = %s AND "on" <= %s AND "right" IN ({rights}){words}
        ORDER BY is_retracted, "on" DESC, record DESC
        LIMIT %s
    ) AS of_kind
"""


def words_of(query: str) -> list[str]:
    """What is looked for: all of these words, those of «beboer-netværk» apart. A number's zeros
    in front do not count.
    """
    words = _BETWEEN_WORDS.sub(" ", search_key(query)).split()
    return [word.lstrip("0") if word.isdigit() and len(word) > 4 else word for word in words]


def found(
    words: Words, rights: Collection[str], day: datetime.date, most: int
) -> dict[str, dict[int, list[str]]]:
    """By kind what holds all of the words, the newest first, retracted ones last: the key of each,
    and the lines of its texts.

    Of each kind it reads no further than the ``most`` that are asked for.
    """
    holds = "strpos" if connection.vendor == "postgresql" else "instr"
    wanted = [" OR ".join(f"{holds}(text, %s) > 0" for _one in one_of) for one_of in words]
    kind = _OF_KIND.format(
        rights=placeholders(["", *rights]), words="".join(f" AND ({one})" for one in wanted)
    )
    looked_for = [word for one_of in words for word in one_of]
    values = [
        value for one in searched for value in (one.code, day, "", *rights, *looked_for, most)
    ]
    rows = rows_of(" UNION ALL ".join([kind] * len(searched)), values)
    rows.sort(key=itemgetter(3, 1), reverse=True)
    by_kind: dict[str, dict[int, list[str]]] = {}
    for code, record, _retracted, _on, lines in sorted(rows, key=itemgetter(2)):
        by_kind.setdefault(code, {})[record] = lines.split("\n")
    return by_kind


def holding(kind: str, text: str) -> QuerySet:
    """The keys of the records of one kind that hold all words of a text, for a query of them."""
    wanted = [_any_of([word]) for word in words_of(text)]
    return SearchRow.objects.filter(*wanted, kind=kind).values("record")


def spelled_right(words: Words, rights: Collection[str], day: datetime.date) -> Words:
    """The words, with what is likeliest to be meant in the place of one that nothing holds."""
    return [
        alternatives
        if _rows(rights, day).filter(_any_of(alternatives)).exists()
        else _nearest(alternatives[0], rights, day) or alternatives
        for alternatives in words
    ]


def _nearest(word: str, rights: Collection[str], day: datetime.date) -> list[str]:
    pieces = pieces_of(word)
    if not pieces:
        return []
    texts = (
        _rows(rights, day).filter(_any_of(pieces)).order_by("-pk").values_list("text", flat=True)
    )
    known = {one for text in texts[:MOST_READ] for one in re.findall(r"[^\W\d_]+", text)}
    return nearest_parts(word, (one for one in known if any(piece in one for piece in pieces)))


def _rows(rights: Collection[str], day: datetime.date) -> QuerySet[SearchRow]:
    return SearchRow.objects.filter(on__lte=day, right__in=["", *rights])


def _any_of(alternatives: Iterable[str]) -> Q:
    wanted = Q()
    for word in alternatives:
        wanted |= Q(GreaterThan(StrIndex("text", Value(word)), 0))
    return wanted
