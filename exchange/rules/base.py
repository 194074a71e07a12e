"""What a workbook was like when it was taken from the system: kept in a hidden sheet of its own.

Against it, a workbook that comes back tells what was changed in it, and what was changed in the
system meanwhile.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from core.packed import packed, unpacked

CHUNK = 30_000  # letters: a cell holds a few more


@dataclass(frozen=True)
class Base:
    """``rows`` are those that may be changed in the workbook, by kind and name; of all others, by
    the same, only digests are kept.
    """

    slug: str
    revision: str
    taken_at: str  # ISO
    head: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    digests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def packed(self) -> list[str]:
        """As the texts of cells."""
        plain = json.dumps(vars(self), ensure_ascii=False, separators=(",", ":")).encode()
        text = packed(plain)
        return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]

    @classmethod
    def unpacked(cls, texts: Iterable[str]) -> Base:
        """ValueError where it is not what ``packed`` made."""
        return cls.of(json.loads(unpacked("".join(texts))))

    @classmethod
    def of(cls, given: Any) -> Base:
        """Out of its fields; ValueError for anything else."""
        if not isinstance(given, dict) or given.keys() != cls.__dataclass_fields__.keys():
            raise ValueError("another shape")
        base = cls(**given)
        if not all(isinstance(one, str) for one in (base.slug, base.revision, base.taken_at)):
            raise ValueError("another shape")
        if not all(isinstance(one, dict) for one in _tables(base)):
            raise ValueError("another shape")
        return base

    @property
    def taken_when(self) -> str:
        """«01-10-2011 17:28»; as it stands where somebody has written something else there."""
        try:
            moment = datetime.datetime.fromisoformat(self.taken_at)
        except ValueError:
            return self.taken_at
        return f"{moment:%d-%m-%Y %H:%M}"

    def stood(self, kind: str, name: str, row: Mapping[str, Any]) -> bool:
        """Whether the row is as it was taken from the system."""
        return self.digests.get(kind, {}).get(name) == digest_of(row)


def _tables(base: Base) -> Iterator[Any]:
    for by_kind in (base.rows, base.digests):
        yield by_kind
        if isinstance(by_kind, dict):
            yield from by_kind.values()
    yield base.head


def digest_of(row: Mapping[str, Any]) -> str:
    plain = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
