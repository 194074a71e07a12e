"""Nothing typed is lost to an ended session or a fault of the server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.drafts.aside import find_aside, forget_aside, leave_cookie_alone, put_aside
from core.drafts.posted import author_of, kept_fields, key_of
from core.drafts.store import keep_draft

logger = logging.getLogger("tfi.drafts")

TECHNICAL = frozenset({"opened_with", "step", "row", "seen"})


class DraftMiddleware:
    """Keeps what is sent where nobody is signed in, and gives it back to its author.

    A form's page shows it filled in. Where the address has no such page, as that of a button, a
    page of its own asks whether it is to be sent now.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code >= 500:
            _keep_after_fault(request)
        aside = getattr(request, "aside", None)
        return _ask_to_send(request, aside) if aside else response

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        if not getattr(view, "login_required", True):
            return
        if not request.user.is_authenticated:
            leave_cookie_alone(request)
            # What a page asks for by itself while one types is nothing that anybody sends.
            if request.method == "POST" and "HX-Request" not in request.headers:
                put_aside(request)
        elif found := find_aside(request):
            if request.method == "POST" or found["fields"] is None:
                forget_aside(request)
            elif request.method == "GET":
                request.aside = found  # type: ignore[attr-defined]


def _keep_after_fault(request: HttpRequest) -> None:
    try:
        key, author = key_of(request.POST), author_of(request.POST)
        if key and author is not None and author == request.user.pk:
            keep_draft(author, request.get_full_path(), key, kept_fields(request.POST))
    except DatabaseError as error:
        logger.error("what was typed could not be kept: %s", type(error).__name__)


def _ask_to_send(request: HttpRequest, aside: dict[str, Any]) -> HttpResponse:
    sent = [(name, value) for name, values in aside["fields"].items() for value in values]
    typed = [value for name, value in sent if value and _is_typed(name)]
    context = {"sent": sent, "typed": typed, "address": aside["address"], "files": aside["files"]}
    return render(request, "core/drafts/send_again.html", context)


def _is_typed(name: str) -> bool:
    return name not in TECHNICAL and not name.startswith("was-") and "submission" not in name
