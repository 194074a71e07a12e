"""Somebody leaves: what they are to act on is handed over, and their access ends."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.forms.people import LeaverForm
from accounts.models import May, User
from accounts.queries.responsibilities import shares_of
from accounts.services.handing_over import hand_over
from accounts.services.people import deactivate, reactivate, take_back_invitation
from accounts.views.people import person_page
from accounts.views.requests import Request, requires
from core.forms.pages import form_page, press_page
from core.numbers import format_number


@requires(May.CONFIGURE)
def leaver(request: Request, pk: int) -> HttpResponse:
    """Everything that somebody is to act on, counted, and who gets it: one step."""
    found = get_object_or_404(User, pk=pk)
    shares = shares_of([found])[found.pk]
    form = LeaverForm(request.POST or None, leaver=found, by=request.user, shares=shares)
    intro = _("What nobody is chosen for stays where it is, and has nobody who is to act.")
    page = person_page(found, _("Hand over"), intro=intro, submit=_("Hand over"))

    def save(everything: User | None, deactivated: bool = False, **chosen: User | None) -> int:
        receivers = {name.removeprefix("to_"): who for name, who in chosen.items() if who}
        return hand_over(
            by=request.user, leaver=found, receivers=receivers, deactivated=deactivated
        )

    return form_page(request, form, page, save, then=partial(_handed_over, request, found))


def _handed_over(request: Request, found: User, number: int) -> Any:
    told = ngettext("%(n)s record was handed over.", "%(n)s records were handed over.", number)
    messages.success(request, told % {"n": format_number(number)})
    return redirect(found)


@requires(May.CONFIGURE)
def end(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    page = person_page(
        found,
        _("End the access"),
        intro=_("The user is out with the next click, and what was recorded keeps the name."),
        submit=_("End the access"),
        template="accounts/user_end.html",
        context={"shares": shares_of([found])[found.pk], "person": found},
    )
    save = partial(deactivate, by=request.user, person=found)
    return press_page(request, page, save, done=_("%s may no longer sign in.") % found)


@requires(May.CONFIGURE)
def open_again(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    intro = _("With the role that the user had, and the password that the user knows.")
    heading = _("Open the access again")
    save = partial(reactivate, by=request.user, person=found)
    page = person_page(found, heading, intro=intro, submit=heading)
    return press_page(request, page, save, done=_("%s may sign in again.") % found)


@requires(May.CONFIGURE)
def take_back(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    intro = _("The link that was sent opens nothing any more, and the user may not sign in.")
    heading = _("Take the invitation back")
    save = partial(take_back_invitation, by=request.user, person=found)
    page = person_page(found, heading, intro=intro, submit=heading)
    return press_page(request, page, save, done=_("The invitation has been taken back."))
