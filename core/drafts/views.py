"""Keeping a form while one types, opening one with what was typed elsewhere, beginning anew."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.drafts.aside import leave_cookie_alone
from core.drafts.posted import KEY, kept_fields, key_of
from core.drafts.store import forget_draft, keep_draft, opened_form

# A form of its own may have a field that is called «address».
ADDRESS = "form_address"


# Asked by the page itself: a sign-in page would be no answer, and what was sent here is no form.
@login_not_required
@never_cache
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what the page sends while one types; or say whether its form has been saved."""
    if not request.user.is_authenticated:
        leave_cookie_alone(request)
        return HttpResponse(status=401)
    if request.method != "POST":
        opened = opened_form(request.user.pk, key_of(request.GET))
        return JsonResponse({"saved": bool(opened and opened.saved_at)})
    key, fields = key_of(request.POST), kept_fields(request.POST)
    address = "".join(fields.pop(ADDRESS, []))
    if not (key and keep_draft(request.user.pk, address, key, fields)):
        return HttpResponse(status=422)
    return HttpResponse(status=204)


@require_POST
def open_filled(request: HttpRequest) -> HttpResponse:
    """Open the form of an address with what is sent along, as a form of its own."""
    address, fields = _address(request), kept_fields(request.POST)
    fields = {name: values for name, values in fields.items() if name not in (KEY, ADDRESS)}
    keep_draft(request.user.pk, address, uuid.uuid4(), fields)  # type: ignore[arg-type]
    return redirect(address)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Begin the form of an address anew."""
    forget_draft(request.user.pk, key_of(request.POST))  # type: ignore[arg-type]
    return redirect(_address(request))


def _address(request: HttpRequest) -> str:
    address = request.POST.get(ADDRESS, "")
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, None):
        raise BadRequest
    return address
