"""People who press real forms over HTTP, whatever happens to the server.

Each press carries a mark in a text of its own. One that is not answered is sent again as it was,
with the submission key of the form that it came from, as a browser does.
"""

from __future__ import annotations

import datetime
import http.client
import itertools
import random
import string
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from reliability.ledger import Ledger, Verdict, rows
from tests.site.page_forms import forms_of

HOST = "127.0.0.1"
LONGEST_ANSWER = 60
SIGN_IN = "/accounts/login/"
FIRST_DAY = datetime.date(2011, 2, 1)
DAYS = 240


@dataclass(frozen=True)
class Answer:
    """``status`` is 0 where nothing was answered; ``seconds`` is how long that took."""

    status: int
    seconds: float
    location: str = ""
    body: str = ""


class Browser:
    """The cookies of one person, and requests over a connection of their own each."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port, self.cookies = port, dict(cookies or {})

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", timeout: float = 0
    ) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=timeout or LONGEST_ANSWER)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Connection": "close"} | (
            {"Content-Type": kind} if kind else {}
        )
        started = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            return Answer(0, time.monotonic() - started)
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        location = response.headers.get("Location", "")
        seconds = time.monotonic() - started
        return Answer(response.status, seconds, location, content.decode(errors="replace"))

    def get(self, path: str, timeout: float = 0) -> Answer:
        return self.ask("GET", path, timeout=timeout)

    def post(self, path: str, fields: dict[str, Any], timeout: float = 0) -> Answer:
        sent = {"csrfmiddlewaretoken": self.token(), **fields}
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(sent, doseq=True).encode(), kind, timeout)

    def token(self) -> str:
        """Against forgery: the cookie and the form say the same."""
        return self.cookies.setdefault("csrftoken", "a" * 32)

    def sign_in(self, name: str, password: str) -> None:
        answer = self.post(SIGN_IN, {"username": name, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"The sign-in answers {answer.status}.")


@dataclass(frozen=True)
class Form:
    """``typed`` gives what a press types, with its mark; ``saved`` is where the mark is found."""

    name: str
    address: str
    typed: Callable[[str, int], dict[str, Any]]
    saved: tuple[str, str]
    takes_files: bool = False


@dataclass
class Press:
    """One form as it was sent; ``answered`` once somebody has said that it is saved."""

    form: Form
    mark: str
    body: bytes = b""
    kind: str = ""
    answered: bool = False
    refused: str = ""


@dataclass
class Told:
    """What the people saw: statuses by count, the longest wait, what was refused."""

    statuses: Counter[int] = field(default_factory=Counter)
    again: int = 0
    longest: float = 0
    signed_out: int = 0

    def __iadd__(self, other: Told) -> Told:
        self.statuses += other.statuses
        self.again += other.again
        self.longest = max(self.longest, other.longest)
        self.signed_out += other.signed_out
        return self


class Person(threading.Thread):
    """Opens a form and presses it, again and again until told to stop; ends with an answer."""

    numbers = itertools.count(1)

    def __init__(
        self, browser: Browser, forms: list[Form], chance: random.Random, bytes_of_file: int
    ) -> None:
        super().__init__(daemon=True)
        self.browser, self.forms, self.chance = browser, forms, chance
        self.bytes_of_file = bytes_of_file
        self.pressed: list[Press] = []
        self.told = Told()
        self.ending = threading.Event()
        self.give_up_at: float | None = None

    def run(self) -> None:
        while not self.ending.is_set():
            press = self._open(self.chance.choice(self.forms))
            if press:
                self.pressed.append(press)
                self._send(press)
            time.sleep(self.chance.uniform(0, 0.05))

    def end(self, within: float) -> None:
        self.give_up_at = time.monotonic() + within
        self.ending.set()

    def _open(self, form: Form) -> Press | None:
        """The form as it stands on its page; None where it was time to end before."""
        while not self.ending.is_set():
            answer = self.browser.get(form.address)
            self._note(answer)
            if answer.status == 200:
                return self._filled(form, answer.body)
            if answer.status == 302:
                self.told.signed_out += 1
                raise RuntimeError(f"{form.address} leads to {answer.location}")
            time.sleep(0.1)
        return None

    def _filled(self, form: Form, page: str) -> Press:
        mark = "".join(self.chance.choices(string.ascii_lowercase, k=20))
        typed = form.typed(mark, next(self.numbers))
        for method, _action, fields in forms_of(page):
            if method == "post" and typed.keys() <= fields.keys():
                sent = {**fields, **typed}
                break
        else:
            raise RuntimeError(f"{form.address} has no form with {sorted(typed)}.")
        press = Press(form, mark)
        press.kind, press.body = self._multipart(sent, form.takes_files)
        return press

    def _multipart(self, fields: dict[str, Any], with_file: bool) -> tuple[str, bytes]:
        boundary = uuid.uuid4().hex
        begin = f"--{boundary}\r\nContent-Disposition: form-data; name="
        parts = [f'{begin}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        if with_file and self.bytes_of_file:
            text = self.chance.randbytes(self.bytes_of_file // 2).hex()
            head = f'{begin}"files"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\n'
            parts.append(f"{head}{text}\r\n".encode())
        return f"multipart/form-data; boundary={boundary}", b"".join(
            [*parts, f"--{boundary}--\r\n".encode()]
        )

    def _send(self, press: Press) -> None:
        while not self.give_up_at or time.monotonic() < self.give_up_at:
            answer = self.browser.ask("POST", press.form.address, press.body, press.kind)
            self._note(answer)
            if answer.status == 302 and SIGN_IN not in answer.location:
                press.answered = True
                return
            if answer.status not in (0, 500, 502, 503):
                press.refused = f"{press.form.name}: {answer.status} {answer.location}"
                press.refused += " ".join(answer.body.partition("<main")[2].split())[:3000]
                return
            self.told.again += 1
            time.sleep(0.1)

    def _note(self, answer: Answer) -> None:
        self.told.statuses[answer.status] += 1
        self.told.longest = max(self.told.longest, answer.seconds)


class Crowd:
    """Six people on a small site, each with records of their own, and the ledger of them all."""

    def __init__(self, place: Any, seed: int, people: int = 6, bytes_of_file: int = 20_000) -> None:
        from django.db import connections, transaction

        self.place = place
        self.media_root = Path(place.environment["MEDIA_ROOT"])
        chance = random.Random(seed)
        with transaction.atomic():
            users, forms = _people(people)
        self.people = [
            Person(
                Browser(place.server.port),
                forms[user],
                random.Random(chance.random()),
                bytes_of_file,
            )
            for user in users
        ]
        for user, person in zip(users, self.people, strict=True):
            person.browser.sign_in(user.username, PASSWORD)
        self.ledger = Ledger(self._once(), rows())
        connections.close_all()

    def _once(self) -> dict[str, dict[str, int]]:
        """What one press of each form adds, by the server itself; the first may add more."""
        found, person = {}, self.people[0]
        for form in person.forms:
            for _turn in range(2):
                before = rows()
                press = person._open(form)
                assert press
                person._send(press)
                if not press.answered:
                    raise RuntimeError(f"{form.address}: {press.refused}")
                now = rows()
                found[form.name] = {
                    label: now[label] - count
                    for label, count in before.items()
                    if now[label] != count
                }
        return found

    def start(self) -> None:
        for person in self.people:
            person.start()

    def end(self, within: float = 90) -> tuple[Verdict, Told]:
        """Let everybody finish the press they are at; then look what is there."""
        for person in self.people:
            person.end(within)
        for person in self.people:
            person.join(within + LONGEST_ANSWER)
        told = Told()
        for person in self.people:
            told += person.told
        presses = [press for person in self.people for press in person.pressed]
        return self.ledger.judge(presses, self.media_root), told


PASSWORD = "en lang adgangskode 7"


def _people(number: int) -> tuple[list[Any], dict[Any, list[Form]]]:
    """Managers, and the forms that each presses: what two change at once, each has for itself."""
    from tests.factories import UserFactory
    from tests.site.small_site import SmallSite

    site = SmallSite()
    users = [UserFactory(username=f"presser{n}", manager=True) for n in range(number)]
    return users, {user: _forms(site) for user in users}


def _forms(site: Any) -> list[Form]:
    from django.urls import reverse

    from tests.factories import ActivityFactory, CriterionFactory
    from tests.factories.resources import ExpenseFactory

    expense = ExpenseFactory(line=site.line)
    activity = ActivityFactory(main_area=site.area)
    count = CriterionFactory(main_area=site.area, activities=[activity])
    judged = CriterionFactory(main_area=site.area, narrative=True)

    def address(name: str, *arguments: Any) -> str:
        return reverse(name, args=arguments)

    def logged(mark: str, number: int) -> dict[str, Any]:
        day = FIRST_DAY + datetime.timedelta(number % DAYS)
        figure = 1 + number // DAYS
        return {
            "on": f"{day:%d-%m-%Y}",
            "text": mark,
            "hours": "0:01",
            f"c{count.pk}-value": figure,
        }

    def spent(mark: str, _number: int) -> dict[str, Any]:
        return {"line": site.line.pk, "amount": "1", "text": mark}

    posted = [site.program.slug]
    return [
        Form("log a result with a file", address("indicators:log_form", "activity", activity.pk),
             logged, ("activities.LogEntry", "text"), takes_files=True),
        Form("book an expense with a file", address("economy:expense_new", *posted), spent,
             ("economy.Expense", "text"), takes_files=True),
        Form("commit an amount", address("economy:commitment_new", *posted), spent,
             ("economy.Commitment", "text")),
        Form("correct an expense", address("economy:expense_correct", expense.pk),
             lambda mark, _n: {"text": mark, "reason": "Rettet"},
             ("economy.HistoricalExpense", "text")),
        Form("judge", address("indicators:judge", judged.pk),
             lambda mark, n: {"status": ("met", "missed")[n % 2], "reason": mark},
             ("indicators.Assessment", "reason")),
        Form("say what is done", address("indicators:action_new", count.pk),
             lambda mark, _n: {"cause": "Regn", "text": mark, "due_on": "20-10-2011"},
             ("indicators.Action", "text")),
        Form("receive a case", address("requisitions:new"), lambda mark, _n: {"subject": mark},
             ("requisitions.Requisition", "activity__title")),
        Form("add an organisation", address("directory:organisation_new"),
             lambda mark, _n: {"name": mark, "kind": "association"},
             ("directory.Organisation", "name")),
        Form("add a contact", address("directory:contact_new", site.organisation.pk),
             lambda mark, _n: {"name": mark}, ("directory.Contact", "name")),
    ]  # fmt: skip
