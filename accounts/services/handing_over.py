"""Giving to others all that somebody is to act on, in one step."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.responsibilities import responsibilities
from accounts.services.people import deactivate, lock_people
from core.records import save_changes
from core.versions import atomic_change


@atomic_change()
def hand_over(
    *, by: User, leaver: User, receivers: Mapping[str, User], deactivated: bool = False
) -> int:
    """Give each kind to its receiver, by the kind's code; how many records that were.

    A kind without a receiver stays with the leaver, and then it has nobody who is to act.
    """
    lock_people(by, leaver)
    number = sum(_give(by, leaver, code, receiver) for code, receiver in receivers.items())
    if deactivated:
        deactivate(by=by, person=leaver)
    return number


def _give(by: User, leaver: User, code: str, receiver: User) -> int:
    kind = responsibilities[code]
    if receiver.pk == leaver.pk or not receiver.may(kind.right):
        message = _("%(name)s may not do this: choose somebody else.")
        raise ValidationError(message % {"name": receiver})
    mine = kind.waiting().filter(**{kind.field: leaver}).select_for_update(of=("self",))
    reason = _("Handed over from %(leaver)s to %(receiver)s.")
    words = {"leaver": leaver, "receiver": receiver}
    # One by one, as what is tied to several others keeps its ties in the history so.
    return sum(
        save_changes(row, {kind.field: receiver}, by=by, reason=reason % words)
        for row in mine.order_by("pk")
    )
