"""Who has access, as it is reviewed twice a year, and when that is due."""

from __future__ import annotations

import datetime
import hashlib
import json

from django.utils.timezone import localtime

from accounts.models import AccessReview, User
from core.dates import months_after

MONTHS = 6  # between two reviews, at most


def access_list() -> list[dict[str, str]]:
    """Those who may sign in, by name, in plain words that can be kept."""
    active = User.objects.filter(is_active=True).order_by("full_name", "pk")
    return [
        {
            "name": str(user),
            "username": user.username,
            "email": user.email,
            "role": user.role,
            "last_login": localtime(user.last_login).date().isoformat() if user.last_login else "",
        }
        for user in active
    ]


def digest_of(listed: list[dict[str, str]]) -> str:
    """Of who has access to what: a sign-in meanwhile makes it no other list."""
    who = [[one["username"], one["name"], one["email"], one["role"]] for one in listed]
    return hashlib.sha256(json.dumps(who).encode()).hexdigest()[:32]


def review_due_on() -> datetime.date | None:
    """Half a year after the last one; where there was none yet, after the first user came."""
    last = AccessReview.objects.values_list("recorded_at", flat=True).first()
    first = User.objects.order_by("date_joined").values_list("date_joined", flat=True)
    since = last or first.first()
    return months_after(localtime(since).date(), MONTHS) if since else None
