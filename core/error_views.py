"""Error pages in the site's words. They need no database, so they also work without one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from core.clock import today


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    # No request context: a broken session or database must not break the page that says so.
    try:
        page = render_to_string(
            f"core/errors/{name}.html", {"demo": settings.DEMO, "today": today()}
        )
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
    return _page(request, "csrf", 403)
