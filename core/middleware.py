"""Around each request: a line in the log, the watch's question, the proxy's headers."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from core.logs import route_of

logger = logging.getLogger("tfi.request")
proxy_logger = logging.getLogger("tfi.proxy")

HEALTH = "/health/"

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestLogMiddleware:
    """One structured line: which page, how it went, how long; never who or what was typed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000),
            },
        )
        return response


class HealthMiddleware:
    """Answers the watch before anything asks who is there: a session would need the database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != HEALTH:
            return self.get_response(request)
        request.resolver_match = match = resolve(HEALTH)
        return match.func(request)


class ProxyHeadersMiddleware:
    """Refuses what comes without the headers that a proxy must set, and says which one is missing.

    Without them every page would be sent round in circles, or all people share one limit on wrong
    passwords: both are seen late, and by others than those who set up the proxy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.proxies = getattr(settings, "PROXY_COUNT", 0)
        if not self.proxies:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        missing = self._missing(request)
        if not missing or request.path_info == HEALTH:
            return self.get_response(request)
        proxy_logger.error("The proxy does not pass %s as PROXY_COUNT says.", missing)
        return HttpResponse(
            f"The reverse proxy does not pass {missing}. See «The reverse proxy» in operations.md.",
            status=503,
            content_type="text/plain",
        )

    def _missing(self, request: HttpRequest) -> str:
        if "HTTP_X_FORWARDED_PROTO" not in request.META:
            return "X-Forwarded-Proto"
        addresses = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        seen = [address for address in addresses if address.strip()]
        return "X-Forwarded-For" if len(seen) < self.proxies else ""
