"""The users as they are listed: who may sign in, who is invited, who has left."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.users import UserQuerySet

# The code of a choice, its label, and whom it means.
ACCESS = (
    ("active", _("May sign in"), Q(is_active=True)),
    ("invited", _("Invited, has not come yet"), Q(is_active=True, invited_at__isnull=False)),
    ("left", _("Has left"), Q(is_active=False)),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of users is narrowed to."""

    text: str = ""
    role: str = ""
    access: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.role or self.access)


def people(wanted: Wanted) -> UserQuerySet:
    """Those who may sign in first, by name."""
    found = User.objects.order_by("-is_active", "full_name", "pk")
    if wanted.text:
        text = wanted.text
        named = Q(full_name__icontains=text) | Q(username__icontains=text)
        found = found.filter(named | Q(email__icontains=text))
    if wanted.role:
        found = found.filter(role=wanted.role)
    for code, _label, meant in ACCESS:
        if code == wanted.access:
            found = found.filter(meant)
    return found
