from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# Three log entries with all the files that one takes, or a twentieth of the disk.
LEAST_FREE_BYTES = 2 * 1024**3
LEAST_FREE_SHARE = 0.05
# When the accessibility statement was last gone through.
STATED_ON = date(2026, 11, 30)


@login_not_required
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 otherwise; for the operators' watch.

    A disk that is nearly full is told, and no reason to take the product away from its users.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    full = any(_is_nearly_full(folder) for folder in _folders_that_grow())
    disk = "nearly full" if full else "ok"
    return JsonResponse({"status": "warning" if full else "ok", "database": "ok", "disk": disk})


def _folders_that_grow() -> Iterator[Path]:
    yield Path(settings.MEDIA_ROOT)
    if connection.vendor == "sqlite":
        yield Path(connection.settings_dict["NAME"]).parent


def _is_nearly_full(folder: Path) -> bool:
    try:
        disk = shutil.disk_usage(folder)
    except OSError:  # the folder's own trouble is told by `check --deploy`
        return False
    return disk.free < LEAST_FREE_BYTES or disk.free < LEAST_FREE_SHARE * disk.total


@login_not_required
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """200 for somebody who is signed in, else 401: a proxy asks before it takes a large body."""
    return HttpResponse(status=200 if request.user.is_authenticated else 401)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.ACCESSIBILITY_CONTACT, "stated_on": STATED_ON}
    return render(request, "core/accessibility.html", context)
