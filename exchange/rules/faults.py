"""How a fault in a programme file is said: its place, and what is wrong there."""

from dataclasses import dataclass

Place = tuple[int | str, ...]

LONGEST = 80


def shown(value: object) -> str:
    """A name out of the file as it may be printed: short, and without control characters."""
    text = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for letter in str(value)[: LONGEST + 1]
    )
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@dataclass(frozen=True)
class FileFault:
    """``place`` leads from the top of the file: ("criteria", 3, "denominator")."""

    place: Place
    message: str

    def __str__(self) -> str:
        place = place_text(self.place)
        return f"{place}: {self.message}" if place else self.message


def place_text(place: Place) -> str:
    """``criteria[3].denominator``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in place)
    return "".join(steps).removeprefix(".")


class ProgramFileError(Exception):
    """A programme file that cannot be loaded; nothing of it was."""

    def __init__(self, faults: list[FileFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
