"""What the frame around every page needs, without a query."""

from django.conf import settings
from django.http import HttpRequest

from core.clock import today


def frame(request: HttpRequest) -> dict[str, object]:
    return {"version": settings.VERSION, "demo": settings.DEMO, "today": today()}
