"""What several rows decide about a programme's staff. What one row decides is a constraint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.numbers import format_number
from core.registry import Registry

if TYPE_CHECKING:
    from programs.models import MainArea, Program

# Called with the programme and the areas that it is about, None for all of them.
FteWarnings = Callable[["Program", "Sequence[MainArea] | None"], Iterable[str]]
fte_warnings: Registry[FteWarnings] = Registry(
    "fte_warnings", "Which warnings, with their figures, follow from the FTE just saved?"
)


def check_fte(program: Program, of_areas: Iterable[Decimal | None]) -> None:
    """Raise a ValidationError where an adopted programme's FTE are not those of its main areas.

    Both may be unsaved. Before it is adopted, and where nobody has given any, nothing is asked.
    """
    message = fte_gap(program.fte, of_areas)
    if program.adopted_on and message:
        raise ValidationError({"fte": [message]})


def fte_gap(total: Decimal | None, of_areas: Iterable[Decimal | None]) -> str:
    """«3,5 af 4: der mangler 0,5», or nothing where it adds up."""
    given = [fte for fte in of_areas if fte is not None]
    found = sum(given, Decimal(0))
    if total is None:
        if not given:
            return ""
        message = _(
            "The main areas have %(found)s full-time equivalents in all, and the programme none: "
            "give its total."
        )
        return message % {"found": format_number(found)}
    if found == total:
        return ""
    words = {
        "found": format_number(found),
        "total": format_number(total),
        "rest": format_number(abs(total - found)),
    }
    if found < total:
        message = _(
            "The main areas' full-time equivalents are %(found)s of %(total)s: %(rest)s are "
            "missing. They must add up in an adopted programme."
        )
    else:
        message = _(
            "The main areas' full-time equivalents are %(found)s of %(total)s: %(rest)s too many. "
            "They must add up in an adopted programme."
        )
    return message % words
