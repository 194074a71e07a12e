"""The one kind of registry: what a lower app asks, and higher ones answer.

A lower app makes one where it asks; a higher app registers its answer in ``AppConfig.ready``.
docs/architecture.md lists them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

Entry = TypeVar("Entry")

registries: dict[str, Registry[Any]] = {}


class Registry(Generic[Entry]):
    """Entries in the order in which they were registered; some are looked up by their code."""

    def __init__(self, name: str, question: str) -> None:
        self.name, self.question = name, question
        self._entries: dict[str, Entry] = {}
        registries[name] = self

    def register(self, *entries: Entry) -> None:
        """Once each: one of the same code, or the same function, takes the place of the former."""
        for entry in entries:
            code = getattr(entry, "code", None) or f"{entry.__module__}.{entry.__qualname__}"  # type: ignore[attr-defined]
            self._entries[code] = entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, code: str) -> Entry:
        """KeyError for a code that no app has registered."""
        return self._entries[code]

    def __contains__(self, code: object) -> bool:
        return code in self._entries
