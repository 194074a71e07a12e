"""What somebody is to act on: kinds of records that name a person, filled in by higher rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from accounts.models.roles import May


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Records of one kind whose ``field`` names who is to act on them.

    ``waiting`` finds those on which somebody still is to act; ``right`` is what whoever gets them
    must be allowed to do.
    """

    code: str
    label: StrOrPromise
    field: str
    right: May
    waiting: Callable[[], QuerySet]


responsibilities: Registry[Responsibility] = Registry(
    "responsibilities", "What is somebody to act on, and may hand over when they leave?"
)
