"""What changed, in the words of the criteria's room."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core import changes
from core.dates import format_date_short
from indicators.rules import sources


@dataclass(frozen=True, slots=True)
class Change(changes.Change):
    @property
    def which(self) -> str:
        """Which of a criterion's measurements it was."""
        day = getattr(self.record, "measured_on", None)
        return format_date_short(day) if day else ""

    def words(self) -> dict:
        if self.name == "source":
            return dict(sources.choices())
        if isinstance(self.before, list):
            return sources.words_of_options()
        # Slots make the class anew, which an empty super() does not find.
        return changes.Change.words(self)


def changes_of(*records: Any, relations: Collection[str] = ()) -> list[Change]:
    """The changes of records of one model after they were first saved, newest first: one query.

    Of fields that lead to other records only ``relations`` are told, by what they lead to.
    """
    return changes.changes_between(records, Change, relations)
