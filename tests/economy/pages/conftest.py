"""Who looks at the pages of money."""

import pytest


@pytest.fixture
def client(client_of, leder):
    return client_of(leder)


@pytest.fixture
def reader(client_of, laeser):
    return client_of(laeser)
