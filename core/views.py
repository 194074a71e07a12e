from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# When the accessibility statement was last gone through.
STATED_ON = date(2026, 11, 30)


@login_not_required
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 otherwise; for the operators' watch."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.ACCESSIBILITY_CONTACT, "stated_on": STATED_ON}
    return render(request, "core/accessibility.html", context)
