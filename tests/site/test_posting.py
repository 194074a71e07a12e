"""Every address that is posted to is known to the tests of two at once and of presses too many."""

from django.test import Client
from django.urls import reverse

from tests.site import addresses
from tests.site.all_forms import CHANGING, CREATING
from tests.site.creating_forms import EXEMPT
from tests.site.held_pages import BACKEND
from tests.site.posting import posted_from, posted_views
from tests.site.test_urls_and_roles import ONLY_POST, TABLE

KNOWN = CHANGING.keys() | CREATING.keys() | EXEMPT.keys()


def test_every_view_that_takes_what_is_posted_is_known():
    unknown = set(posted_views()) - KNOWN

    assert not unknown, f"say in changing_forms.py or creating_forms.py what {unknown} change"
    assert not KNOWN - set(addresses.names())


def test_every_form_of_the_pages_is_posted_to_where_it_is_known(site):
    found = set()
    for role in ("leder", "admin"):
        client = Client()
        client.force_login(site.user(role), backend=BACKEND)
        for name, (arguments, _allowed) in TABLE.items():
            if name not in ONLY_POST | {"accounts:logout"}:
                address = reverse(name, args=arguments(site))
                response = client.get(address)
                page = b"".join(response)  # a file is closed once it has been read
                found |= posted_from(page.decode(errors="replace"), address)

    assert found - KNOWN == set()
