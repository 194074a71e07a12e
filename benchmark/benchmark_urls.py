"""A build's own addresses and, beside them, the page that the others are compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """A signed-in page with nothing on it: all middleware, the session and the user."""
    if not request.user.is_authenticated:
        raise PermissionError
    return HttpResponse()


urlpatterns = [
    path("benchmark/empty/", empty),
    path("", include("tfi.urls")),
]
