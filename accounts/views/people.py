"""Users: listed, invited, changed, given a link or a password."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.forms.people import InviteForm, PeopleFilterForm, PersonForm, TypedPasswordForm
from accounts.forms.signing_in import PasswordLink
from accounts.models import May, User
from accounts.queries.people import people
from accounts.queries.responsibilities import shares_of
from accounts.rules.access import access_of
from accounts.services.people import change_person, invite, invite_again, set_password
from accounts.tables import PeopleTable
from accounts.views.requests import Request, requires
from core.changes import Change, changes_between
from core.forms.pages import FormPage, form_page, press_page


@require_safe
@requires(May.SEE_CONFIGURATION)
def listed(request: Request) -> HttpResponse:
    filters = PeopleFilterForm(request.GET)
    wanted = filters.wanted()
    table = PeopleTable(people(wanted))
    table.show_in(request)
    shares = shares_of(table.shown())
    table.numbers = {pk: sum(share.number for share in own) for pk, own in shares.items()}
    context = {
        "section": "users",
        "table": table,
        "filters": filters,
        "found": len(table.rows),
        "narrowed": bool(wanted),
    }
    return render(request, "accounts/users.html", context)


@require_safe
@requires(May.SEE_CONFIGURATION)
def person(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    context = {
        "section": "users",
        "person": found,
        "access": access_of(found, timezone.now()),
        "shares": shares_of([found])[found.pk],
        "changes": changes_between([found], Change),
        "is_self": found == request.user,
    }
    return render(request, "accounts/user.html", context)


def person_page(found: User, heading: str, **words: Any) -> FormPage:
    """The page of a form about a user."""
    return FormPage(heading, found.get_absolute_url(), about=found, section="users", **words)


@requires(May.CONFIGURE)
def new(request: Request) -> HttpResponse:
    intro = _("A link to choose a password goes to the person, who comes in through it once.")
    page = FormPage(
        _("Invite a user"),
        reverse("accounts:users"),
        intro=intro,
        submit=_("Invite"),
        section="users",
    )

    def save(**given: Any) -> User:
        return _send(request, invite(by=request.user, **given))

    form = InviteForm(request.POST or None)
    done = _("The invitation is on its way.")
    return form_page(request, form, page, save, done=done, then=redirect)


def _send(request: Request, found: User) -> User:
    """A link into the outbox: it leaves with what is saved here."""
    PasswordLink(found).send(request)
    return found


@requires(May.CONFIGURE)
def link(request: Request, pk: int) -> HttpResponse:
    """Another link to choose a password: an invitation, until the user has come in."""
    found = get_object_or_404(User, pk=pk)
    intro = _("It goes to %(email)s, and is valid for four hours. The password stays until then.")
    page = person_page(
        found,
        _("Send a link to choose a password"),
        intro=intro % {"email": found.email or _("no e-mail address yet")},
        submit=_("Send the link"),
    )

    def save() -> User:
        return _send(request, invite_again(by=request.user, person=found))

    return press_page(request, page, save, done=_("A link is on its way to %s.") % found.email)


@requires(May.CONFIGURE)
def change(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, person=found)
    save = partial(change_person, by=request.user, person=found)
    page = person_page(found, _("Change the user"))
    return form_page(request, form, page, save, done=_("The user has been saved."))


@requires(May.CONFIGURE)
def password(request: Request, pk: int) -> HttpResponse:
    """For somebody whom no mail reaches."""
    found = get_object_or_404(User, pk=pk)
    intro = _("Where a link by e-mail does not arrive. Tell it to the person, who then changes it.")

    def save(password1: str, **_again: str) -> User:
        saved = set_password(by=request.user, person=found, password=password1)
        if saved == request.user:
            update_session_auth_hash(request, saved)
        return saved

    return form_page(
        request,
        TypedPasswordForm(request.POST or None),
        person_page(found, _("Type a password"), intro=intro),
        save,
        done=_("The password has been saved."),
    )
