"""One structured line a request: which page, how it went, how long; never who or what was typed."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.logs import route_of

logger = logging.getLogger("tfi.request")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
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
