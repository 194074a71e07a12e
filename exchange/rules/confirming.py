"""What a form would ask about: a programme file is refused for it, unless the row confirms it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BeforeValidator

from core.plausibility import QuestionCode
from exchange.rules.faults import THERE, FileFault, Place, word
from exchange.rules.values import refused


def _codes(given: Any) -> str:
    if not isinstance(given, list) or not all(code in QuestionCode.values for code in given):
        raise refused(_("must be a list of %s") % ", ".join(QuestionCode.values))
    return ",".join(sorted(set(given)))


# The codes of what somebody has looked at and found right, as the row's column keeps them.
Confirmed = Annotated[str, BeforeValidator(_codes)]


def unconfirmed(
    row: Any, key: str, code: QuestionCode, message: str, also: Place = ()
) -> Iterator[FileFault]:
    """A fault at the row's key, where the row does not confirm what is asked of it."""
    if not row.stood and code not in row.confirmed.split(","):
        words = {"message": message, "code": word(code)}
        hint = _('%(message)s: if that is right, give the row "confirmed": ["%(code)s"]') % words
        yield FileFault((*row.at, key), hint, also)


class SameFigures:
    """The figures of each day so far: one that stands a second time is asked about."""

    def __init__(self) -> None:
        self._first: dict[tuple[object, ...], Place] = {}

    def unconfirmed(self, row: Any, key: str, about: object) -> Iterator[FileFault]:
        """A fault where the row's figure has been given for that day, of the same thing."""
        known = self._first.setdefault((about, row.on, key, getattr(row, key)), row.at)
        if known != row.at:
            message = _("has been given for that day, as %s") % THERE
            yield from unconfirmed(row, key, QuestionCode.SAME_FIGURE, message, known)
