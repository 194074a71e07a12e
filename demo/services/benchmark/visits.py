"""A browser's part of the benchmark: requests over one connection, and their milliseconds."""

from __future__ import annotations

import http.client
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie

HOST = "127.0.0.1"

# A name may stand several times, as that of a row of the week does.
Fields = Sequence[tuple[str, str]]
# Seconds from some beginning.
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class PageResponse:
    status: int
    body: bytes
    milliseconds: float
    headers: Mapping[str, str]


class Visitor:
    """One browser: a connection that is kept open, and its cookies."""

    def __init__(
        self, port: int, cookies: Mapping[str, str], clock: Clock = time.perf_counter
    ) -> None:
        self.port, self.cookies, self.clock = port, dict(cookies), clock
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> PageResponse:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = self.clock()
        self.connection.request(method, path, body, {"Cookie": cookie, **headers})
        response = self.connection.getresponse()
        content = response.read()
        milliseconds = 1000 * (self.clock() - started)
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return PageResponse(response.status, content, milliseconds, dict(response.headers))

    def get(self, path: str, headers: Mapping[str, str] = {}) -> PageResponse:
        return _expected(path, self.ask("GET", path, headers=headers), 200, 304)

    def post(self, path: str, fields: Fields) -> PageResponse:
        """As a browser sends a form that may hold files; it is to be saved."""
        if "csrftoken" not in self.cookies:
            self.get(path)
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in [("csrfmiddlewaretoken", self.cookies["csrftoken"]), *fields]
        ]
        body = "".join([*parts, f"--{boundary}--\r\n"]).encode()
        kind = f"multipart/form-data; boundary={boundary}"
        return _expected(path, self.ask("POST", path, body, {"Content-Type": kind}), 302)


def processor_clock(pid: int) -> Clock:
    """The processor time of another process and all its threads, on Linux."""
    # As its clock_getcpuclockid() makes the clock's number of the process's.
    return lambda: time.clock_gettime((~pid << 3) | 2)


def _expected(path: str, answer: PageResponse, *statuses: int) -> PageResponse:
    if answer.status not in statuses:
        text = answer.body.decode(errors="replace")
        raise RuntimeError(f"{path} answers {answer.status}:\n{text[:2000]}")
    return answer
