"""A browser that has the page already is told so: when, to whom, and when not."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models.roles import Role
from activities.services.log import LogEntryInput, create_entry
from core.held import held
from exchange.services.copying import CopyInput, copy_program
from indicators.services.results import Result, log_result
from tests.factories import ActivityFactory, UserFactory
from tests.site.held_pages import BACKEND, addresses, page, reader
from tests.site.small_site import DAY, SmallSite

pytestmark = pytest.mark.usefixtures("clock")
SAVED = "Organisationen står nu i kartoteket."


@pytest.fixture
def site(transactional_db):
    with transaction.atomic():
        return SmallSite()


@pytest.fixture
def client(site):
    return reader(site.leder)


def asked_again(client, address, etag):
    return client.get(address, headers={"if-none-match": etag})


def all_of(site):
    named = ("overview:status_data", "resources:resources_data")
    files = [reverse(name, args=["2011", kind]) for name in named for kind in ("csv", "xlsx")]
    return [*addresses(site.program), *files, reverse("overview:my_page")]


def test_every_page_and_all_data_are_kept_by_the_browser_alone_and_asked_for_each_time(
    site, client
):
    for address in all_of(site):
        response = client.get(address)
        again = asked_again(client, address, response["ETag"])

        assert response.status_code == 200
        assert (again.status_code, again.content) == (304, b""), address
        for answer in (response, again):
            told = set(answer["Cache-Control"].split(", "))
            assert told == {"private", "no-cache"}, address
            assert answer["ETag"] == response["ETag"]


def test_a_304_is_answered_without_working_the_page_out(site, client, django_assert_num_queries):
    address = reverse("overview:status", args=["2011"])
    etag = client.get(address)["ETag"]
    held.clear()

    # The session, the user, the programmes and the version.
    with django_assert_num_queries(4):
        assert asked_again(client, address, etag).status_code == 304


def test_while_a_message_waits_the_page_is_sent_anew_and_not_kept(site, client):
    address = reverse("overview:status", args=["2011"])
    etag = client.get(address)["ETag"]
    saved = client.post(
        reverse("directory:organisation_new"), {"kind": "association", "name": "Den nye"}
    )
    assert saved.status_code == 302
    client.get(reverse("overview:status_data", args=["2011", "json"]))  # shows no message
    with_message = asked_again(client, address, etag)

    assert with_message.status_code == 200
    assert "ETag" not in with_message
    assert SAVED in with_message.content.decode()
    # It is shown once, and held for nobody.
    after = client.get(address)
    assert SAVED not in after.content.decode()
    assert asked_again(client, address, after["ETag"]).status_code == 304


def test_a_message_waiting_beats_the_etag_of_the_page_as_it_is(site, client):
    address = reverse("overview:status", args=["2011"])
    etag = client.get(address)["ETag"]
    storage = CookieStorage(RequestFactory().get("/"))
    client.cookies["messages"] = storage._encode([Message(constants.SUCCESS, "Det er gemt.")])

    with_message = asked_again(client, address, etag)

    assert with_message.status_code == 200
    assert "Det er gemt." in with_message.content.decode()
    assert "ETag" not in with_message
    assert asked_again(client, address, etag).status_code == 304


class TestAnotherETag:
    """Two that may be shown different pages never share one."""

    @pytest.fixture
    def etags(self, site, client):
        """Of a page, and whether what the first browser has is good for another."""
        address = reverse("overview:status", args=["2011"])
        etag = page(client, address).etag

        def is_good_for(other):
            return asked_again(other, address, etag).status_code == 304

        assert is_good_for(client)
        return is_good_for

    def test_for_another_user_of_the_role(self, etags):
        assert not etags(reader(UserFactory(manager=True)))

    def test_for_another_role_of_the_user(self, site, client, etags):
        type(site.leder).objects.filter(pk=site.leder.pk).update(role=Role.ADMIN)

        assert not etags(client)

    def test_for_another_token_against_forgery(self, site, client, etags):
        client.cookies["csrftoken"] = "a" * 32

        assert not etags(client)

    def test_on_another_day(self, client, etags, clock):
        clock(datetime.date(2011, 10, 2))

        assert not etags(client)

    def test_of_another_version_of_the_software(self, client, etags, settings):
        settings.VERSION = "0.2.0"

        assert not etags(client)

    def test_for_a_part_that_htmx_asks_for(self, client, etags):
        client.defaults["HTTP_HX_REQUEST"] = "true"

        assert not etags(client)

    def test_after_a_change(self, site, client, etags):
        create_entry(by=site.konsulent, subject=site.activity, entry_input=LogEntryInput(DAY, "x"))

        assert not etags(client)

    def test_but_not_after_a_change_in_another_programme(self, site, client, etags):
        activity = ActivityFactory(main_area__program__slug="another")
        create_entry(by=site.konsulent, subject=activity, entry_input=LogEntryInput(DAY, "x"))

        assert etags(client)


def test_without_a_token_against_forgery_the_page_sets_one_and_is_not_kept(site):
    client = Client()
    client.force_login(site.leder, backend=BACKEND)
    first = client.get(reverse("overview:status", args=["2011"]))

    assert "ETag" not in first
    assert "csrftoken" in first.cookies


def test_who_is_signed_out_is_sent_to_the_sign_in_whatever_is_kept(site, client):
    address = reverse("overview:status", args=["2011"])
    etag = client.get(address)["ETag"]
    client.logout()

    assert asked_again(client, address, etag).status_code == 302


@pytest.mark.parametrize("role", [Role.READER, Role.CONSULTANT, Role.MANAGER, Role.ADMIN])
def test_what_another_of_the_role_has_asked_for_says_nothing_of_them(role, site):
    """Pages of a role are held once for all who have it; what is one's own, for nobody else."""
    one, other = (reader(UserFactory(role=role)) for _each in range(2))
    wanted = all_of(site)[:-1] if role == Role.READER else all_of(site)
    held.clear()
    for address in wanted:
        one.get(address)

    for address in wanted:
        if not address.endswith((".csv", ".xlsx")):
            after_another = page(other, address)
            held.clear()
            assert after_another.shown == page(other, address).shown, address


def test_the_outline_is_another_once_something_is_measured_in_the_year_before(site, client):
    period = datetime.date(2012, 2, 1), datetime.date(2012, 12, 31)
    copy_program(by=site.leder, program=site.program, given=CopyInput("Ny", "ny", *period))
    address = reverse("overview:year", args=["ny"])
    had = client.get(address)

    log_result(
        by=site.konsulent,
        subject=site.activity,
        entry_input=LogEntryInput(DAY, "Talt"),
        results=[Result(site.counted, value=Decimal(5))],
    )
    now = asked_again(client, address, had["ETag"])

    assert now.status_code == 200
    assert now.content != had.content
