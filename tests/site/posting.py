"""Which addresses of the site are posted to, and sending their forms as a browser does."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve

from tests.site.page_forms import forms_of

# What a view says that takes what is posted.
POSTED = re.compile(
    r"POST|form_page|show_form|reason_page|press_page|part_page|removal_page|retract_view"
    r"|undo_view|undo_posted"
)


def posted_views() -> Iterator[str]:
    """The names of the addresses whose views take what is posted, as their source has it."""
    for pattern, namespace in _patterns(get_resolver(), ""):
        view = inspect.unwrap(pattern.callback)
        view = getattr(view, "view_class", view)
        if hasattr(view, "post") or (
            inspect.isfunction(view) and POSTED.search(inspect.getsource(view))
        ):
            yield f"{namespace}{pattern.name}"


def _patterns(resolver: Any, namespace: str) -> Iterator[tuple[URLPattern, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern, namespace
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner)


def posted_from(page: str, address: str) -> set[str]:
    """The names of the addresses that a page's forms are posted to."""
    actions = {action for method, action, _fields in forms_of(page) if method == "post"}
    return {resolve(_target(action, address)).view_name for action in actions}


def _target(action: str, address: str) -> str:
    return (address if action in ("", ".") or action.startswith("#") else action).partition("?")[0]


class Opened:
    """A form as it stands open in somebody's browser: the page's one that has the fields typed."""

    def __init__(self, client: Client, address: str, page: str, typed: dict[str, Any]) -> None:
        self.client, self.address = client, address
        self.fields = self._fields(page, typed)

    @classmethod
    def at(cls, client: Client, address: str, typed: dict[str, Any]) -> "Opened":
        response = client.get(address)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        return cls(client, address, response.content.decode(), typed)

    def _fields(self, page: str, typed: dict[str, Any]) -> dict[str, Any]:
        for method, action, fields in forms_of(page):
            own = not action or resolve(_target(action, self.address)) == resolve(
                self.address.partition("?")[0]
            )
            if method == "post" and own and typed.keys() <= fields.keys():
                return fields
        raise AssertionError(f"{self.address} has no form with {sorted(typed)}")

    def send(self, **typed: Any) -> HttpResponse:
        """Not leading on: what is answered to the press itself."""
        return self.client.post(self.address, {**self.fields, **typed})
