"""How it stands with a user's access, in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models.roles import Role

if TYPE_CHECKING:
    from accounts.models import User


def access_of(user: User, moment: datetime.datetime) -> str:
    """``moment`` is the real one, as the links in mails run out by it."""
    if not user.is_active:
        return _("has left")
    if user.invited_at is None:
        return _("may sign in")
    if moment - user.invited_at > datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT):
        return _("invited, and the link has run out")
    return _("invited, has not come yet")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One line of the list of who has access, as it is or was."""

    name: str
    username: str
    email: str
    role: str
    last_login: datetime.date | None


def reviewed(listed: Sequence[Mapping[str, str]]) -> list[Reviewed]:
    """A kept list as it is read."""
    roles = dict(Role.choices)
    return [
        Reviewed(
            one["name"],
            one["username"],
            one["email"],
            str(roles.get(one["role"], one["role"])),
            datetime.date.fromisoformat(one["last_login"]) if one["last_login"] else None,
        )
        for one in listed
    ]
