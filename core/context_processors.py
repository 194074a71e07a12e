"""What the frame around every page needs, without a query."""

from django.conf import settings
from django.http import HttpRequest

from core.clock import today
from core.drafts.posted import author_mark


def frame(request: HttpRequest) -> dict[str, object]:
    return {
        "version": settings.VERSION,
        "demo": settings.DEMO,
        "today": today(),
        # Called by the pages that have a form.
        "author_mark": lambda: author_mark(request.user.pk),
    }
