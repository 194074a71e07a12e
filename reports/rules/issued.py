"""What is kept of an issued report: all that its page shows, and how each criterion stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from reports.rules.document import Document
from reports.rules.standings import FrozenStanding, compared
from reports.rules.token_names import name_of

FORMAT = 1


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """``format`` is raised when what was kept can no longer be read as it stands."""

    document: Document
    standings: tuple[FrozenStanding, ...]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is another now than when the report was issued; empty where there is none.

    ``key`` is the figure's, ``name`` says in words what it is, ``address`` leads to its evidence.
    """

    part: str
    key: str
    name: str
    before: str
    now: str
    address: str = ""


_KEPT = TypeAdapter(IssuedReport)


def freeze(issued: IssuedReport) -> bytes:
    return _KEPT.dump_json(issued, indent=1)


def thaw(kept: bytes) -> IssuedReport:
    """Raise a ValueError for what was not kept so."""
    issued = _KEPT.validate_json(kept)
    if issued.format != FORMAT:
        raise ValueError(f"not a report of format {FORMAT}")
    return issued


def differences(issued: IssuedReport, now: IssuedReport) -> list[Difference]:
    """What was registered or corrected afterwards, each figure once, in the report's order.

    ``now`` is the same report, of the same cut-off, as it would be written today.
    """
    today = {figure.key: figure for figure in now.document.figures()}
    found: dict[str, Difference] = {}
    for part, figure in issued.document.figures_by_part():
        other = today.get(figure.key)
        if other is None or (figure.text, figure.value) != (other.text, other.value):
            text, key = other.text if other else "", figure.key
            told = Difference(part.title, key, name_of(key), figure.text, text, figure.address)
            found.setdefault(key, told)
    for told in _moved_statuses(issued, now):
        found.setdefault(told.key, told)
    return list(found.values())


def _moved_statuses(issued: IssuedReport, now: IssuedReport) -> Iterator[Difference]:
    for one in compared(issued.standings, now.standings):
        if one.then and one.now and one.then.status != one.now.status:
            key = f"{one.then.name}.status"
            yield Difference(one.wording, key, name_of(key), one.then.label, one.now.label)
