"""One structured line a request: which page, how it went, how long; never who or what was typed."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("tfi.request")


def _route(request: HttpRequest) -> str:
    # The pattern, not the path: a path may hold a name, a query surely will.
    match = request.resolver_match
    return match.route if match else "(unknown)"


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
                "route": _route(request),
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000),
            },
        )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        # The kind and the place; the message may quote what somebody typed.
        frames = []
        trace = exception.__traceback__
        while trace:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        logger.error(
            "server error",
            extra={
                "route": _route(request),
                "exception": type(exception).__name__,
                "frames": frames[-12:],
            },
        )
