"""The pages that are held, as readers have them in their browsers, compared with fresh ones."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.held import Held, held
from programs.models import Program
from reports.models import StatusReport

BACKEND = "accounts.services.backends.AccountBackend"
# Written anew into every page.
TOKEN = re.compile(r'(?<="csrfmiddlewaretoken" value=")[^"]*|(?<="x-csrftoken": ")[^"]*')


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    etag: str

    @property
    def shown(self) -> tuple[int, str]:
        return self.status, self.text


def reader(user: User) -> Client:
    """A browser in which the user has signed in, and that has the token against forgery."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.get(reverse("overview:rules"))
    return client


def page(client: Client, address: str, **headers: str) -> Page:
    response = client.get(address, headers=headers)
    text = TOKEN.sub("", response.content.decode())
    return Page(response.status_code, text, response.headers.get("ETag", ""))


def addresses(program: Program) -> list[str]:
    """All that is held of a programme."""
    names = [
        ("overview:status",),
        ("overview:status_data", "json"),
        ("resources:resources",),
        ("resources:resources_data", "json"),
        ("overview:logbook",),
        ("overview:timeline",),
        ("overview:year",),
        ("reports:programme_document",),
        ("reports:programme_document_file", "json"),
        ("economy:economy",),
    ]
    return [reverse(name, args=[program.slug, *kind]) for name, *kind in names]


def of_the_reports(*reports: StatusReport) -> list[str]:
    """What is held of reports: the page of each, and what the first of them lacks."""
    lacks = reverse("reports:gaps", args=[reports[0].program.slug, reports[0].number])
    return [*(report.get_absolute_url() for report in reports), lacks]


def of_the_register() -> list[str]:
    """What is held of the register of requisitions, of which browsers keep nothing."""
    asked = "?program=all&show=all"
    register = reverse("requisitions:register") + asked
    data = reverse("requisitions:register_data", args=["csv"]) + asked
    return [register, data, reverse("requisitions:figures")]


class HeldPages:
    """What each reader has of the addresses; ``compare`` says which of them tell old news."""

    def __init__(
        self, readers: Mapping[User, Iterable[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.given = 0  # so many results were not worked out, but given as they were held
        monkeypatch.setattr(Held, "get", self._counting(Held.get))
        self.pages = {
            (user.username, address): client
            for user, wanted in readers.items()
            for client in [reader(user)]
            for address in wanted
        }
        held.clear()
        self.had = {key: page(client, key[1]) for key, client in self.pages.items()}
        unmarked = {address for (_user, address), one in self.had.items() if not one.etag}
        assert unmarked <= set(of_the_register())

    def compare(self) -> tuple[list[str], bool]:
        """What is wrong with them, and whether any has changed since.

        What the browser or the process had held is compared with what is worked out afresh.
        """
        stale, changed = [], False
        for key, had in self.had.items():
            now, was_held = self._asked_again(key, had)
            if was_held and now.shown != self._afresh(key).shown:
                stale.append(" ".join(key))
            changed |= now.shown != had.shown
            self.had[key] = now
        return stale, changed

    def _asked_again(self, key: tuple[str, str], had: Page) -> tuple[Page, bool]:
        """As the browser shows it: its own where the site says that nothing has changed."""
        self.given = 0
        now = page(self.pages[key], key[1], **{"if-none-match": had.etag})
        return (had, True) if now.status == 304 else (now, bool(self.given))

    def _afresh(self, key: tuple[str, str]) -> Page:
        """In a transaction nothing is taken from what is held."""
        with transaction.atomic():
            return page(self.pages[key], key[1])

    def _counting(self, get: Callable) -> Callable:
        def counted(store: Held, key: Hashable, work_out: Callable, **options: Any) -> Any:
            self.given += 1

            def worked_out() -> Any:
                self.given -= 1
                return work_out()

            return get(store, key, worked_out, **options)

        return counted
