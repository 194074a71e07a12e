"""How a programme's full-time equivalents are shared out among its main areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from core.meanwhile import LastChange, last_change, merge_changes
from core.records import save_changes
from core.versions import atomic_change
from programs.models import MainArea, Program
from programs.rules.staffing import check_fte
from programs.services.parts import check_may_configure

if TYPE_CHECKING:
    from accounts.models import User

Fte = Decimal | None


@atomic_change()
def share_out_fte(
    *,
    by: User,
    program: Program,
    areas: Sequence[MainArea],
    typed: Mapping[str, Fte],
    opened_with: str = "",
    reason: str = "",
) -> None:
    """Give the programme («fte») and each main area («area_7») its FTE.

    The programme and its areas are held as they stand. ChangedMeanwhile where somebody else has
    changed the same; a ValidationError where an adopted programme's do not add up.
    """
    check_may_configure(by)
    records: dict[str, Program | MainArea] = {
        "fte": program,
        **{f"area_{area.pk}": area for area in areas},
    }
    current = {name: record.fte for name, record in records.items()}
    said = merge_changes(opened_with, typed, current, partial(_changed_by, records))
    for name, fte in said.items():
        save_changes(records[name], {"fte": fte}, by=by, reason=reason)
    check_fte(program, [area.fte for area in areas])


def _changed_by(records: Mapping[str, Program | MainArea], name: str) -> LastChange:
    return last_change(records[name], "fte")
