"""Two at one form, nothing lost: wherever a form changes something that stands, what only one of
them changed is merged, and what both changed is shown to the second before it is replaced.
"""

import copy
import datetime
import html

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import UserFactory
from tests.site.all_forms import CHANGING, by_administrators
from tests.site.changing_forms import Changing
from tests.site.held_pages import reader
from tests.site.posting import Opened
from tests.site.small_site import SmallSite

TOLD = "Somebody else has changed this meanwhile"


@pytest.fixture(scope="module")
def built_site(built_once):
    with built_once(), override_settings(FIXED_TODAY=datetime.date(2011, 10, 1)):
        yield SmallSite()


@pytest.fixture
def small_site(built_site, db, english):
    """What a test changes in the rows it holds, no other test sees."""
    return copy.deepcopy(built_site)


@pytest.fixture(params=CHANGING)
def form(request, small_site):
    """What two people who may have opened in their browsers, and what they do there."""
    kind = {"admin": True} if by_administrators(request.param) else {"manager": True}
    names = ("Ida Ibsen", "Otto Olsen")
    two = [reader(UserFactory(full_name=name, **kind)) for name in names]
    return Form(request.param, CHANGING[request.param](small_site), two)


class Form:
    def __init__(self, name: str, changing: Changing, clients: list[Client]) -> None:
        self.changing, self.clients = changing, clients
        self.address = reverse(name, args=changing.arguments)

    def opened(self) -> tuple[Opened, Opened]:
        typed = self.changing.same[0] | self.changing.beside
        first, second = (Opened.at(client, self.address, typed) for client in self.clients)
        return first, second

    def stands(self, typed: dict) -> dict:
        """What the fields say to whoever looks now."""
        if self.changing.stands:
            found = self.changing.stands()
        else:
            found = Opened.at(self.clients[0], self.address, typed).fields
        return {name: found[name] for name in typed if name in found}


def test_what_each_changed_alone_stands_when_both_have_saved(form):
    changing = form.changing
    if not changing.other:
        return  # one thing is asked for, and that both change below
    first, second = form.opened()

    for opened, typed in ((first, changing.one), (second, changing.other)):
        response = opened.send(**typed, **changing.beside)
        assert response.status_code == 302, response.content.decode()

    both = changing.one | changing.other
    assert form.stands(both) == both


def test_what_both_changed_is_shown_to_the_second_before_it_is_replaced(form):
    changing = form.changing
    mine, theirs = changing.same
    first, second = form.opened()
    assert first.send(**mine, **changing.beside).status_code == 302
    standing = form.stands(mine)

    asked = second.send(**theirs, **changing.beside)

    page = html.unescape(asked.content.decode())
    assert asked.status_code in (200, 422)
    assert TOLD in page
    assert "Changed by Ida Ibsen" in page
    assert form.stands(mine) == standing
    again = Opened(second.client, form.address, page, theirs)
    typed = theirs | changing.beside
    assert {name: again.fields[name] for name in typed} == typed

    assert again.send().status_code == 302
    assert form.stands(theirs) == {name: theirs[name] for name in standing}
