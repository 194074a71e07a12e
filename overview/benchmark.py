"""How long pages take, each beside a static signed-in page of as many bytes.

A page and its static counterpart are asked for in turn, on one connection, so that a busy moment
of the machine falls on both; what is compared are the medians. docs/performance.md says how to read
the figures.
"""

from __future__ import annotations

import datetime
import gzip
import http.client
import re
import secrets
import shutil
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from activities.models import Activity, TimeEntry
from core.clock import last_monday, today
from core.dates import format_date_short
from core.numbers import plain_number
from indicators.models import Criterion
from indicators.models.choices import Measure
from overview.generation import TEN_REF
from programs.models import Program

HOST = "127.0.0.1"
BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
WARM_UP = 3
DASHBOARD, CRITERION, FORM, SAVE = "dashboard", "criterion", "log form", "save ten results"
RESOURCES, WEEK = "resources", "save a week"
WEEKS_ROWS = 10
# How many times the static page's time a page may take.
BUDGETS = {
    (DASHBOARD, "S"): 8,
    (DASHBOARD, "M"): 25,
    **{(FORM, size): 4 for size in "SML"},
    **{(SAVE, size): 6 for size in "SML"},
    (RESOURCES, "M"): 20,
    **{(WEEK, size): 8 for size in "SML"},
}
# How many times its time in the smaller size a page may take in the larger one.
GROWTH = {(DASHBOARD, "M", "L"): 5, (FORM, "S", "L"): 1.5, (SAVE, "S", "L"): 1.5}
MOST_KILOBYTES = 400
MOST_SECONDS_TO_PAINT = 0.4
PAINTS = 5

# A name may stand several times, as that of a row of the week does.
Fields = Sequence[tuple[str, str]]

_ASSET = re.compile(rb'(?:href|src)="(/static/[^"#?]+)')


@dataclass(frozen=True, slots=True)
class PageResponse:
    status: int
    body: bytes
    milliseconds: float
    headers: Mapping[str, str]


class Visitor:
    """One browser: a connection that is kept open, and its cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str]) -> None:
        self.port, self.cookies = port, dict(cookies)
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> PageResponse:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = time.perf_counter()
        self.connection.request(method, path, body, {"Cookie": cookie, **headers})
        response = self.connection.getresponse()
        content = response.read()
        milliseconds = 1000 * (time.perf_counter() - started)
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return PageResponse(response.status, content, milliseconds, dict(response.headers))

    def post(self, path: str, fields: Fields) -> PageResponse:
        """As a browser sends a form that may hold files."""
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in [("csrfmiddlewaretoken", self.cookies["csrftoken"]), *fields]
        ]
        body = "".join([*parts, f"--{boundary}--\r\n"]).encode()
        kind = f"multipart/form-data; boundary={boundary}"
        return self.ask("POST", path, body, {"Content-Type": kind})


@dataclass
class Page:
    """A page of a size, with its times and those of its counterpart in milliseconds."""

    name: str
    size: str
    path: str
    # What is typed, fresh each time; None for a page that is only opened.
    fields: Callable[[], Fields] | None = None
    bytes: int = 0
    times: list[float] = field(default_factory=list)
    static_times: list[float] = field(default_factory=list)

    def open(self, visitor: Visitor, path: str) -> PageResponse:
        answer = visitor.post(path, self.fields()) if self.fields else visitor.ask("GET", path)
        expected = (302,) if self.fields and path == self.path else (200,)
        if answer.status not in expected:
            text = answer.body.decode(errors="replace")
            raise RuntimeError(f"{path} answers {answer.status}:\n{text[:2000]}")
        return answer

    def measure(self, visitor: Visitor) -> None:
        counterpart = f"/benchmark/static/{self.bytes}/"
        self.times.append(self.open(visitor, self.path).milliseconds)
        self.static_times.append(self.open(visitor, counterpart).milliseconds)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def static_median(self) -> float:
        return statistics.median(self.static_times)

    @property
    def ratio(self) -> float:
        return self.median / self.static_median

    @property
    def budget(self) -> float | None:
        return BUDGETS.get((self.name, self.size))

    @property
    def over(self) -> bool:
        return self.budget is not None and self.ratio > self.budget


def slug_of(size: str) -> str:
    return f"benchmark-{size.lower()}"


def pages_of(sizes: Iterable[str], user: User) -> tuple[list[Page], list[Page]]:
    """The pages that only read, and those that save for the user."""
    reading: list[Page] = []
    saving: list[Page] = []
    for size in sizes:
        program = Program.objects.get(slug=slug_of(size))
        activity = Activity.objects.of_program(program).get(ref=TEN_REF)
        asked = list(activity.criteria.in_order())
        busiest = max(asked, key=lambda criterion: criterion.measurements.count())
        form = f"/log/activity/{activity.pk}/"
        reading += [
            Page(DASHBOARD, size, f"/programs/{program.slug}/status/"),
            Page(CRITERION, size, f"/criteria/{busiest.pk}/"),
            Page(FORM, size, form),
            Page(RESOURCES, size, f"/programs/{program.slug}/resources/"),
        ]
        saving += [
            Page(SAVE, size, form, fields=partial(_typed, asked)),
            _week_of(program, size, user),
        ]
    return reading, saving


def _week_of(program: Program, size: str, user: User) -> Page:
    """A week before the programme, so that nothing is in it but what is saved here."""
    monday = last_monday(program.starts_on) - datetime.timedelta(weeks=1 + "SML".index(size))
    activities = list(Activity.objects.of_program(program).planned().in_order()[:WEEKS_ROWS])
    path = reverse("activities:week", args=[monday], urlconf="tfi.urls")
    return Page(WEEK, size, path, fields=partial(_week, user, monday, activities))


def _week(user: User, monday: datetime.date, activities: Sequence[Activity]) -> Fields:
    """Every box of the week with other hours than it holds, and what it held when opened."""
    days = [monday + datetime.timedelta(number) for number in range(7)]
    rows = TimeEntry.objects.filter(person=user, on__range=(days[0], days[-1]))
    held = {(row.activity_id, row.on): row.hours for row in rows}
    fields: list[tuple[str, str]] = []
    for activity in activities:
        before = [held.get((activity.pk, day)) for day in days]
        key = f"a{activity.pk}"
        opened = "|".join("" if hours is None else plain_number(hours) for hours in before)
        fields += [("row", key), (f"was-{key}", opened)]
        fields += [
            (f"{key}-{day.isoformat()}", "1,5" if hours == 1 else "1")
            for day, hours in zip(days, before, strict=True)
        ]
    return fields


def _typed(criteria: Sequence[Criterion]) -> Fields:
    """A day at the activity, with a result for each of its criteria."""
    typed = {
        "submission": str(uuid.uuid4()),
        "on": format_date_short(today()),
        "text": "Foreningerne stod selv for programmet, og alle ti tal er talt op samme aften.",
        # Little enough for the rounds of a whole run to fit in the day.
        "hours": "0,05",
        "attendance": "140",
    }
    for criterion in criteria:
        prefix = f"c{criterion.pk}-"
        if criterion.measure == Measure.COUNT:
            typed[f"{prefix}value"] = "12"
        elif criterion.measure == Measure.MILESTONE:
            typed[f"{prefix}done"] = "yes"
        else:
            typed[f"{prefix}numerator"] = "31"
            if not criterion.base:
                typed[f"{prefix}denominator"] = "45"
    return list(typed.items())


def measure(visitor: Visitor, pages: Sequence[Page], rounds: int) -> None:
    """Each round opens every page once, its static counterpart right after it."""
    for page in pages:
        for _ in range(WARM_UP):
            page.bytes = len(page.open(visitor, page.path).body)
            page.open(visitor, f"/benchmark/static/{page.bytes}/")
    for _ in range(rounds):
        for page in pages:
            page.measure(visitor)


@dataclass(frozen=True, slots=True)
class Growth:
    name: str
    smaller: str
    larger: str
    times: float
    budget: float

    @property
    def over(self) -> bool:
        return self.times > self.budget


def growths(pages: Iterable[Page]) -> list[Growth]:
    """How pages grow with the programme, as far as the sizes were measured."""
    medians = {(page.name, page.size): page.median for page in pages}
    return [
        Growth(name, smaller, larger, medians[name, larger] / medians[name, smaller], budget)
        for (name, smaller, larger), budget in GROWTH.items()
        if (name, smaller) in medians and (name, larger) in medians
    ]


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page and of the files that it asks for, as they stand and as they are sent."""

    html: int
    html_compressed: int
    assets: int
    assets_sent: int

    @property
    def sent(self) -> int:
        # The application server compresses no pages, only its files: a proxy makes it less.
        return self.html + self.assets_sent

    @property
    def over(self) -> bool:
        return self.sent > 1000 * MOST_KILOBYTES


def weight_of(visitor: Visitor, path: str) -> Weight:
    html = visitor.ask("GET", path).body
    plain = sent = 0
    for asset in sorted(set(_ASSET.findall(html))):
        plain += len(visitor.ask("GET", asset.decode()).body)
        sent += len(visitor.ask("GET", asset.decode(), headers={"Accept-Encoding": "gzip"}).body)
    return Weight(len(html), len(gzip.compress(html, 6)), plain, sent)


def first_paint(visitor: Visitor, path: str) -> float | None:
    """Median seconds to the first contentful paint, with nothing cached; None without a browser."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    address = f"http://{HOST}:{visitor.port}"
    cookies: list[Any] = [
        {"name": name, "value": value, "url": address} for name, value in visitor.cookies.items()
    ]
    found = []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=arguments)
        except Error:
            return None
        # Once more than is counted: the first page pays for the browser's own start.
        for _ in range(PAINTS + 1):
            context = browser.new_context()
            context.add_cookies(cookies)
            page = context.new_page()
            page.goto(f"{address}{path}", wait_until="load")
            page.wait_for_function(f"{_PAINTED} !== undefined")
            found.append(page.evaluate(f"{_PAINTED}.startTime"))
            context.close()
        browser.close()
    return statistics.median(found[1:]) / 1000


_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]"


def signed_in_cookies(user: User) -> dict[str, str]:
    """The cookie of a session that is made here, so that no sign-in is measured."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.services.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}
