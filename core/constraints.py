"""Constraints of the database: a rule's name, what holds, and what is said where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, Q, UniqueConstraint

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def check(name: str, condition: Q, message: StrOrPromise | None = None) -> CheckConstraint:
    """A rule that one row decides."""
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def unique(
    name: str, fields: list[str], message: StrOrPromise | None = None, condition: Q | None = None
) -> UniqueConstraint:
    """These fields together stand once, of all rows or of those that the condition names."""
    return UniqueConstraint(
        fields=fields, condition=condition, name=name, violation_error_message=message
    )
