"""What a form would ask about: a programme file is refused for it, unless the row confirms it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from exchange.rules.faults import FileFault
from exchange.rules.values import refused
from indicators.rules.plausibility import Doubt


def _codes(given: Any) -> str:
    if not isinstance(given, list) or not all(code in Doubt.values for code in given):
        raise refused(f"must be a list of {', '.join(Doubt.values)}")
    return ",".join(sorted(set(given)))


# The codes of what somebody has looked at and found right, as the row's column keeps them.
Confirmed = Annotated[str, BeforeValidator(_codes)]


def unconfirmed(row: Any, key: str, doubt: Doubt, message: str) -> Iterator[FileFault]:
    """A fault at the row's key, where the row does not confirm the doubt."""
    if doubt not in row.confirmed.split(","):
        hint = f'{message}: if that is right, give the row "confirmed": ["{doubt}"]'
        yield FileFault((*row.at, key), hint)
