"""Presses of every form of the site, and counting what they add."""

from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.site.all_forms import CHANGING, CREATING, by_administrators
from tests.site.held_pages import BACKEND
from tests.site.posting import Opened
from tests.site.small_site import SmallSite

# What is written by whoever only looks, and what says by itself that something was written.
UNCOUNTED = {"sessions.Session", "core.Version"}
FORMS = [("creating", name) for name in CREATING] + [("changing", name) for name in CHANGING]


def rows() -> dict[str, int]:
    """How many there are of everything, versions too."""
    models = apps.get_models(include_auto_created=True)
    counts = {model._meta.label: model._default_manager.count() for model in models}
    return {label: count for label, count in counts.items() if label not in UNCOUNTED}


def added(before: dict[str, int]) -> dict[str, int]:
    now = rows()
    return {label: now[label] - count for label, count in before.items() if now[label] != count}


class Press:
    """One form, opened once, and sent from each of three windows of one person."""

    def __init__(self, kind: str, name: str, site: SmallSite) -> None:
        role = "admin" if by_administrators(name) else "manager"
        user = UserFactory(**{role: True})
        self.windows = [Client() for _window in range(3)]
        for window in self.windows:
            window.force_login(user, backend=BACKEND)
        self.address, self.fields = self._opened(kind, name, site)

    def _opened(self, kind: str, name: str, site: SmallSite) -> tuple[str, dict[str, Any]]:
        if kind == "changing":
            changing = CHANGING[name](site)
            address, has_page = reverse(name, args=changing.arguments), True
            typed = changing.same[0] | changing.beside
        else:
            creating = CREATING[name](site)
            address = reverse(name, args=creating.arguments) + creating.query
            typed, has_page = creating.typed, creating.has_page
        opened = Opened.at(self.windows[0], address, typed).fields if has_page else {}
        return address, opened | typed

    def __call__(self, window: int = 0) -> int:
        return self.windows[window].post(self.address, self.fields).status_code
