"""A log filter that removes personal data from every line."""

import logging
from types import TracebackType

from django.http import HttpRequest

FRAMES = 12


class WithoutPersonalData(logging.Filter):
    """Leaves of an exception its kind and place, and of a request its route.

    An exception's message may quote what somebody typed; so do Django's own lines about a
    request, which hold the whole address with its query.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            kind, _exception, trace = record.exc_info
            record.exception = kind.__name__
            record.frames = _frames(trace)
        record.exc_info = record.exc_text = None
        request = record.__dict__.pop("request", None)
        if isinstance(request, HttpRequest):
            record.route = route_of(request)
            # «server error», or the kind of refusal: DisallowedHost.
            is_error = record.name == "django.request"
            record.msg = "server error" if is_error else record.name.rpartition(".")[2]
            record.args = ()
        return True


def route_of(request: HttpRequest) -> str:
    """The pattern, not the path: a path may hold a name, a query surely will."""
    match = request.resolver_match
    return match.route if match else "(unknown)"


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-FRAMES:]
