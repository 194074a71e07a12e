"""The example proxy takes large bodies where the product has a field for files, and only there."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.site.test_urls_and_roles import ADMIN, TABLE

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "nginx.conf"
LARGE = re.compile(
    re.search(
        r"location ~ (\S+) \{\s+auth_request [^}]*client_max_body_size 620m", EXAMPLE.read_text()
    )[1]
)
# Beside them: the choice that leads to a form, and what an earlier page of files is sent on to.
NO_FIELD = {"indicators:log", "indicators:log_preview", "directory:roster_confirm",
            "economy:expense_import_confirm", "exchange:import_confirm",
            "exchange:import_new_confirm"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_page_with_a_field_for_files_is_one_of_those(name, site):
    if name == "accounts:logout":
        return
    arguments, _allowed = TABLE[name]
    address = reverse(name, args=arguments(site))
    client = Client()
    client.force_login(site.user(ADMIN), backend="accounts.services.backends.AccountBackend")
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content

    takes_files = b'type="file"' in content
    assert bool(LARGE.match(address)) == (takes_files or name in NO_FIELD)
