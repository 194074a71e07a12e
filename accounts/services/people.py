"""Who has access: invited, changed, let in and kept out; an administrator always remains."""

from __future__ import annotations

import copy
import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.models import May, Role, User
from core.meanwhile import merge_into
from core.records import save_changes, save_with_history
from core.versions import atomic_change

PERSON_FIELDS = ("full_name", "username", "email", "role")


@atomic_change()
def invite(*, by: User, full_name: str, email: str, role: str, username: str = "") -> User:
    """A new user, whose password nobody knows until it is chosen through a link."""
    lock_people(by)
    person = User(full_name=full_name, email=email, role=role, invited_at=timezone.now())
    person.username = username or _free_name(email)
    person.set_password(get_random_string(40))
    person.full_clean(exclude=["password"])
    save_with_history(person, by=by)
    return person


def _free_name(email: str) -> str:
    """What stands before the @, with a number where somebody has it."""
    wanted = re.sub(r"[^\w.+-]", "", email.partition("@")[0].lower())[:50] or "x"
    taken = set(
        User.objects.filter(username__istartswith=wanted).values_list("username", flat=True)
    )
    names = {name.lower() for name in taken}
    numbered = (f"{wanted}{number}" for number in range(2, len(names) + 2))
    return wanted if wanted not in names else next(one for one in numbered if one not in names)


@atomic_change()
def invite_again(*, by: User, person: User) -> User:
    """Before a new link to choose a password; whoever has been in before is not invited by it."""
    lock_people(by, person)
    if not person.is_active:
        raise ValidationError(_("The user may not sign in: open the access again first."))
    if not person.email:
        raise ValidationError(_("Give the user an e-mail address that the link is sent to."))
    if person.last_login is None:
        User.objects.filter(pk=person.pk).update(invited_at=timezone.now())
    return person


@atomic_change()
def take_back_invitation(*, by: User, person: User) -> User:
    """The link opens nothing any more, and the user may not sign in."""
    lock_people(by, person)
    if person.invited_at is None:
        raise ValidationError(_("The invitation is not open any more: see how it stands."))
    # A link holds until the password becomes another.
    person.set_password(get_random_string(40))
    person.invited_at = None
    save_changes(person, {"is_active": False}, by=by, reason=_("The invitation was taken back."))
    return person


def accept_invitation(person: User) -> None:
    """A password has been chosen through the link."""
    User.objects.filter(pk=person.pk).update(invited_at=None)


@atomic_change()
def change_person(
    *, by: User, person: User, opened_with: str = "", reason: str = "", **values: Any
) -> User:
    """Any of name, user name, e-mail and role; with a form's ``opened_with`` as usual."""
    administrators = lock_people(by, person)
    merged = merge_into(person, opened_with, values)
    if merged.get("role", person.role) != Role.ADMIN:
        _check_one_remains(by, person, administrators, "role")
    changed = copy.copy(person)
    for name, value in merged.items():
        setattr(changed, name, value)
    changed.full_clean(exclude=["password"])
    save_changes(person, merged, by=by, reason=reason)
    return person


@atomic_change()
def set_password(*, by: User, person: User, password: str) -> User:
    """For somebody whom no mail reaches; the sessions that are open end."""
    lock_people(by, person)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise ValidationError({"password1": weak.messages}) from weak
    person.set_password(password)
    person.invited_at = None
    save_with_history(person, by=by, reason=_("A password was typed by an administrator."))
    return person


@atomic_change()
def deactivate(*, by: User, person: User) -> User:
    """Sessions end with the next request; what the user has recorded keeps the name."""
    _check_one_remains(by, person, lock_people(by, person), "")
    person.invited_at = None
    save_changes(person, {"is_active": False}, by=by)
    return person


@atomic_change()
def reactivate(*, by: User, person: User) -> User:
    lock_people(by, person)
    save_changes(person, {"is_active": True}, by=by)
    return person


def lock_people(by: User, person: User | None = None) -> list[User]:
    """The active administrators, locked together with a user: one change of users at a time."""
    if not by.may(May.CONFIGURE):
        raise PermissionDenied
    those = Q(role=Role.ADMIN, is_active=True) | Q(pk=person.pk if person else None)
    locked = list(User.objects.select_for_update().filter(those).order_by("pk"))
    if person:
        person.refresh_from_db()
    return [user for user in locked if user.role == Role.ADMIN and user.is_active]


def _check_one_remains(by: User, person: User, administrators: list[User], field: str) -> None:
    message = ""
    if person.pk == by.pk:
        message = _("You cannot shut yourself out: ask another administrator to change this.")
    elif administrators == [person]:
        message = _("This is the last administrator: make somebody else administrator first.")
    if message:
        raise ValidationError({field: message} if field else message)
