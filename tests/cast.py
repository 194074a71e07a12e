"""The cast: the same few people in every test, and the day on which the clock stands."""

import datetime

import pytest
from django.test import Client
from django.utils import translation

from accounts.models.roles import Role
from tests.accounts import people
from tests.factories import IndexedFactory, UserFactory


@pytest.fixture
def konsulent(db):
    return UserFactory(username="konsulent", full_name="Karla Konsulent")


@pytest.fixture
def kollega(db):
    """Another consultant."""
    return UserFactory(username="kollega", full_name="Kim Kollega")


@pytest.fixture
def leder(db):
    return UserFactory(username="leder", full_name="Leo Leder", manager=True)


@pytest.fixture
def admin(db):
    return UserFactory(username="admin", full_name="Ada Administrator", admin=True)


@pytest.fixture
def laeser(db):
    return UserFactory(username="laeser", full_name="Lis Læser", reader=True)


@pytest.fixture
def client_of():
    """A browser in which the person has signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def admin_client(client, db):
    """A browser in which an administrator, its ``user``, has signed in."""
    return people.signed_in(client, Role.ADMIN)


@pytest.fixture
def clock(settings):
    """It stands at 1 October 2011; call it with another date to move it."""

    def stand_at(day):
        settings.FIXED_TODAY = day

    stand_at(datetime.date(2011, 10, 1))
    return stand_at


@pytest.fixture
def english(settings):
    """The words as they stand in the code, for tests that read messages."""
    settings.LANGUAGE_CODE, settings.LANGUAGES = "en", [("en", "English")]
    with translation.override("en"):
        yield


@pytest.fixture
def indexed(monkeypatch):
    """What the factories make is found by the search."""
    monkeypatch.setattr(IndexedFactory, "_writes_index", True)
