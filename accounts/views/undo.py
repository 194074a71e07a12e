"""The «undo» of a receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.rules.corrections import check_may_undo
from accounts.views.requests import Request
from core.records import AlreadyRetracted, RetractableRow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def undo_view(
    request: Request,
    record: RetractableRow,
    retract: Callable[..., Any],
    *,
    done: StrOrPromise,
    page: str,
    otherwise: str,
    reopen: Callable[[], str],
) -> HttpResponse:
    """Retract what one has just saved, with a reason that is given by itself.

    It leads to the address that ``reopen`` answers with: the form, filled in with what was saved.
    What was retracted before leads to its ``page``. ``retract`` takes ``by`` and ``reason``. Where
    it is refused, as others' and after the hour, it leads to ``otherwise``, the address that asks
    for a reason.
    """
    if request.method != "POST" or record.is_retracted:
        # Sent here after a new sign-in, or pressed twice: the page says how it stands.
        return redirect(page)
    try:
        check_may_undo(request.user, record)
        retract(by=request.user, reason=_("Undone right after it was saved."))
    except AlreadyRetracted:
        messages.warning(request, _("It has been taken back already."))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect(otherwise)
    else:
        messages.success(request, done)
        return redirect(reopen())
    return redirect(page)
