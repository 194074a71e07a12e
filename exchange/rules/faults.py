"""How a fault in a programme file is said: its place, and what is wrong there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

Place = tuple[int | str, ...]
Where = Callable[[Place], str]
# Stands in a message for a second place, whose words depend on the kind of file.
THERE = "\N{OBJECT REPLACEMENT CHARACTER}"

LONGEST = 80


def shown(value: object) -> str:
    """A name out of the file as it may be printed: short, and without control characters."""
    text = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for letter in str(value)[: LONGEST + 1]
    )
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def word(code: Any) -> str:
    """The code, as a JSON file has it, which is read in English; in a workbook the word for it."""
    return str(code if get_language() == "en" else getattr(code, "label", code))


@dataclass(frozen=True)
class FileFault:
    """``place`` leads from the top of the file: ("criteria", 3, "denominator")."""

    place: Place
    message: str
    # What the message names as ``THERE``.
    also: Place = ()

    def __str__(self) -> str:
        return self.text()

    def text(self, where: Where | None = None) -> str:
        """The fault with its places in words: those of a JSON file, or of ``where``."""
        where = where or place_text
        place, message = where(self.place), self.message
        if self.also:
            message = message.replace(THERE, where(self.also), 1)
        return f"{place}: {message}" if place else message


def place_text(place: Place) -> str:
    """``criteria[3].denominator``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in place)
    return "".join(steps).removeprefix(".")


class ProgramFileError(Exception):
    """A programme file that cannot be loaded; nothing of it was."""

    def __init__(self, faults: list[FileFault], where: Where = place_text) -> None:
        self.faults = faults
        self.lines = [fault.text(where) for fault in faults]
        super().__init__("\n".join(self.lines))
