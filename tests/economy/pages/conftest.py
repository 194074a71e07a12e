"""Who looks at the pages of money."""

import pytest

from tests.economy.pages.shared import Importing


@pytest.fixture
def client(client_of, leder):
    return client_of(leder)


@pytest.fixture
def reader(client_of, laeser):
    return client_of(laeser)


@pytest.fixture
def importing(client, economy):
    return Importing(client)
