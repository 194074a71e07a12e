"""Error pages in the site's words. They need no database, so they also work without one."""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

from core.clock import today
from core.drafts.aside import put_aside
from core.drafts.posted import author_of


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    # No request context: a broken session or database must not break the page that says so.
    try:
        frame = {"demo": settings.DEMO, "today": today()}
        page = render_to_string(f"core/errors/{name}.html", frame | context)
    except ValueError:
        # Static files have not been collected: the operators' mistake, and no reason for silence.
        return HttpResponse(f"{status}", status=status, content_type="text/plain")
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was typed is kept for its author, and the page leads back to it."""
    kept = _is_kept(request)
    return _page(request, "csrf", 403, address=request.get_full_path() if kept else "")


def _is_kept(request: HttpRequest) -> bool:
    try:
        author = author_of(request.POST)
        of_another = request.user.is_authenticated and request.user.pk != author
        return not of_another and put_aside(request)
    except (DatabaseError, SuspiciousOperation, UnreadablePostError):
        return False
