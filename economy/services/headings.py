"""Remembering what the headings of the finance system's files mean, and forgetting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accounts.models.roles import May
from core.versions import atomic_change
from economy.models import ColumnHeading
from economy.services.posting import check_may

if TYPE_CHECKING:
    from accounts.models import User


@atomic_change()
def remember_headings(*, by: User, chosen: Mapping[str, str]) -> None:
    """What each heading holds, from now on, in the files of every programme; empty for nothing."""
    check_may(by, May.BOOK_EXPENSES)
    for heading, holds in chosen.items():
        ColumnHeading.objects.update_or_create(heading=heading, defaults={"holds": holds})


@atomic_change()
def forget_heading(*, by: User, pk: int) -> None:
    """The heading is understood as any other again, or asked for."""
    check_may(by, May.BOOK_EXPENSES)
    ColumnHeading.objects.filter(pk=pk).delete()
