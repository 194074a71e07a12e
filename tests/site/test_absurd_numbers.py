"""A request for an absurd number of rows is refused at once, or answered as the nearest one."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.site.conftest import Site


@pytest.fixture
def admin(site: Site) -> Client:
    client = Client()
    client.force_login(site.user("admin"), backend="accounts.services.backends.AccountBackend")
    return client


@pytest.mark.parametrize("number", ["999999999", "9" * 5000, "-1", "1e9", "٣", "\x00"])
def test_a_page_far_beyond_is_the_nearest_there_is(site: Site, admin, number):
    for name in ("requisitions:register", "directory:organisations", "accounts:timed_work"):
        assert admin.get(reverse(name), {"page": number}).status_code == 200


def test_a_thousand_rows_of_a_week_are_refused(site: Site, admin):
    week = reverse("activities:week", args=[datetime.date(2011, 9, 19)])
    address = week + "?" + "&".join(f"row=a{number}" for number in range(2000))
    assert admin.get(address).status_code == 400
