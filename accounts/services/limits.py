"""Counting tries: of sign-ins, of changed passwords, of links asked for.

A try is counted before it is answered, so that fifty at once are fifty; one that succeeds is given
back. What must wait is refused and not counted: a wait ends however often somebody knocks.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from accounts.models import Tries, User
from accounts.rules.limits import (
    LIMITS,
    SIGN_IN_ADDRESS,
    SIGN_IN_BROWSER,
    SIGN_IN_NAME,
    Limit,
)
from accounts.services.backends import client_address

Counted = tuple[Limit, str]  # what is limited, and whose tries they are

KNOWN_BROWSER, KNOWN_FOR = "tfi_known", timedelta(days=180)


class TooManyAttempts(Exception):
    """Raised instead of an answer; ``wait`` is how long until the next."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def take(*counted: Counted) -> None:
    """Count a try under each; TooManyAttempts, and nothing is counted, where one must wait."""
    moment = timezone.now()
    with transaction.atomic():
        # In one order, so that no two wait for each other.
        in_order = sorted(counted, key=_fingerprint)
        found = [(one[0], _locked(one, moment)) for one in in_order]
        wait = max(limit.wait(row.count, row.since, row.last, moment) for limit, row in found)
        if wait > timedelta():
            raise TooManyAttempts(wait)
        for limit, row in found:
            if limit.is_over(row.since, moment):
                row.count, row.since = 0, moment
            row.count, row.last = row.count + 1, moment
            row.save()


def give_back(*counted: Counted) -> None:
    """The try was none of those that the limit is about."""
    keys = [_fingerprint(one) for one in counted]
    Tries.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


def forget(*counted: Counted) -> None:
    Tries.objects.filter(key__in=[_fingerprint(one) for one in counted]).delete()


def forget_old() -> int:
    """Delete what no limit asks for any more; how many rows that were."""
    longest = max(limit.within for limit in LIMITS)
    return Tries.objects.filter(since__lt=timezone.now() - longest).delete()[0]


class SignInAttempt:
    """One try to sign in by a name, counted by address and name, or by a browser that is known."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        browser = _known_browser(request, name)
        self.address, self.name = (SIGN_IN_ADDRESS, address_of(request)), (SIGN_IN_NAME, name)
        self.browser = (SIGN_IN_BROWSER, browser) if browser else None

    def begin(self) -> None:
        take(*([self.browser] if self.browser else [self.address, self.name]))

    def succeed(self) -> None:
        if self.browser:
            forget(self.browser)
        else:
            give_back(self.address)
            forget(self.name)


def remember_browser(response: HttpResponseBase, user: User) -> None:
    """A name that has signed in here is not kept waiting here for what others do elsewhere."""
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps([user.username.lower(), get_random_string(12)], salt=KNOWN_BROWSER),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def address_of(request: HttpRequest) -> str:
    """The caller's address; of IPv6 the network, all of which a caller has."""
    address = client_address(request)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _known_browser(request: HttpRequest, name: str) -> str:
    """The name and the mark of a browser in which it has signed in before; else nothing."""
    try:
        known, mark = signing.loads(
            request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR
        )
    except (signing.BadSignature, ValueError):
        return ""
    return f"{name} {mark}" if known == name else ""


def _locked(counted: Counted, moment: datetime) -> Tries:
    fingerprint = _fingerprint(counted)
    Tries.objects.get_or_create(key=fingerprint, defaults={"since": moment, "last": moment})
    return Tries.objects.select_for_update().get(key=fingerprint)


def _fingerprint(counted: Counted) -> str:
    limit, key = counted
    return salted_hmac(f"accounts.limits {limit.code}", key, algorithm="sha256").hexdigest()
