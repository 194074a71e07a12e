"""A progress bar as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A progress bar in hundredths of its width; ``mark`` is what is expected by now."""

    filled: int
    mark: int | None
