"""Pages and data of a programme that has not changed: answered by 304, or by what is held.

A page's key is made of everything that it can depend on: the address, who reads it and in which
role, the day, the programme's version, the session's token against forgery and the software.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from accounts.views.requests import Request, View
from core.clock import today
from core.held import held
from core.versions import version_of, version_of_all
from programs.models import Program
from programs.queries import program_of

Data = str | bytes


def version_at(request: Request, program: Program | None) -> str:
    """The version as it was before the page read its first figure: read once a request.

    Without a programme it is that of all of them.
    """
    memo: dict[int, str] = vars(request).setdefault("tfi_versions", {})
    key = program.pk if program else 0
    if key not in memo:
        memo[key] = version_of(program.pk) if program else version_of_all()
    return memo[key]


def page_key(
    request: Request, program: Program | None, *, personal: bool = False, version: str = ""
) -> tuple:
    """``personal`` where the page says something to its reader alone, else to all of a role.

    ``version`` is that of all it depends on, where that is not its programme.
    """
    user = request.user
    who = user.pk if personal else user.role
    version = version or version_at(request, program)
    return request.get_full_path(), who, bool(request.htmx), today(), version, settings.VERSION


def etag_of(request: Request, slug: str = "", **_kwargs: Any) -> str | None:
    """None where a message waits to be shown, or the page will set a token: it is made anew."""
    token = request.META.get("CSRF_COOKIE")
    if token is None or len(get_messages(request)):
        return None
    program = program_of(request, slug) if slug else None
    key = repr((page_key(request, program, personal=True), request.user.role, token))
    return f'"{sha256(key.encode()).hexdigest()}"'


def etag_of_all(request: Request, **_kwargs: Any) -> str | None:
    """Of a page that shows other programmes beside its own."""
    return etag_of(request)


def unchanged_is_304(view: View, etag: Callable[..., str | None] = etag_of) -> View:
    """Answer 304 where the reader's browser holds the page already, without working it out."""
    conditional = condition(etag_func=etag)(view)

    @wraps(view)
    @cache_control(private=True, no_cache=True)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return conditional(request, *args, **kwargs)

    return checked


def render_held(
    request: Request,
    program: Program | None,
    template: str,
    work_out: Callable[[], Mapping[str, Any]],
    *,
    section: str,
    personal: bool = False,
    version: str = "",
    **frame: Any,
) -> HttpResponse:
    """The page in its frame; what ``NAME_content.html`` shows is worked out once a version.

    Without a programme the page is about all of them. ``frame`` is what both show besides.
    """
    frame |= {"section": section, "program": program}

    def rendered() -> SafeString:
        content = template.replace(".html", "_content.html")
        return render_to_string(content, frame | dict(work_out()), request)

    key = template, *page_key(request, program, personal=personal, version=version)
    content = held.get(key, rendered, weigh=lambda text: 2 * len(text))
    return render(request, template, frame | {"content": content})


def held_data(
    request: Request, program: Program | None, work_out: Callable[[], Data], *, version: str = ""
) -> Data:
    """What a data address answers with, text or bytes, worked out once a version."""
    key = "data", *page_key(request, program, version=version)
    return held.get(key, work_out, weigh=lambda data: 2 * len(data))
