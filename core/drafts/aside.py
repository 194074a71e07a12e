"""What was sent with an ended session or an old form: put aside in the session until its author
opens the address of the form again.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

from core.drafts.posted import MOST_OF_ADDRESS, as_text, author_of, kept_fields

ASIDE = "form_put_aside"


def put_aside(request: HttpRequest) -> bool:
    """Whether what was sent is kept. What is too long is not, and the sign-in page says so."""
    try:
        author, fields = author_of(request.POST), kept_fields(request.POST)
    except (SuspiciousOperation, UnreadablePostError):
        return False
    address = request.get_full_path()
    if author is None or len(address) > MOST_OF_ADDRESS:
        return False
    is_kept = bool(as_text(fields))
    request.session[ASIDE] = {
        "author": author,
        "address": address,
        "fields": fields if is_kept else None,
        "files": [file.name for files in request.FILES.lists() for file in files[1]],
    }
    return is_kept


def find_aside(request: HttpRequest) -> dict[str, Any] | None:
    """What was put aside of the form of this address; what was somebody else's is forgotten."""
    found = request.session.get(ASIDE)
    if not found:
        return None
    if found["author"] != request.user.pk:
        forget_aside(request)
        return None
    return found if found["address"] == request.get_full_path() else None


def forget_aside(request: HttpRequest) -> None:
    request.session.pop(ASIDE, None)


def leave_cookie_alone(request: HttpRequest) -> None:
    """Do not have the browser forget an ended session: what is in it may be a newer one by now.

    A page may send its draft and its form at once. The form is put aside in a new session, and the
    answer about the draft, coming last, would delete the cookie of that session.
    """
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
