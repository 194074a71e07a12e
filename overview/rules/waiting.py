"""What waits for somebody beyond what this room knows: lists on My page that higher rooms fill."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from core.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User

MOST = 8  # of one list; the rest are counted


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that somebody is to do something about, by a day where it has one."""

    text: str
    address: str
    note: str = ""
    due_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """``of`` finds what waits for a user, what is most urgent first."""

    code: str
    heading: str | Promise
    of: Callable[[User], Sequence[Waiting]]


@dataclass(frozen=True, slots=True)
class Shown:
    code: str
    heading: str | Promise
    waiting: Sequence[Waiting]
    more: int


waiting_lists: Registry[WaitingList] = Registry("waiting_lists", "what waits for somebody")


def waiting_for(user: User) -> list[Shown]:
    """The lists that have something."""
    found = [(one, one.of(user)) for one in waiting_lists]
    return [
        Shown(one.code, one.heading, rows[:MOST], max(0, len(rows) - MOST))
        for one, rows in found
        if rows
    ]
