"""The product's addresses and, beside them, the page that the benchmark compares with."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@cache
def _bytes(size: int) -> bytes:
    return (b"Hvad som helst, bare der er nok af det. " * (size // 40 + 1))[:size]


def static_page(request: HttpRequest, size: int) -> HttpResponse:
    """A signed-in page that costs nothing: the session, the user, and bytes made beforehand."""
    if not request.user.is_authenticated:
        raise PermissionError
    return HttpResponse(_bytes(size))


urlpatterns = [
    path("benchmark/static/<int:size>/", static_page),
    path("", include("tfi.urls")),
]
