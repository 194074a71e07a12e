"""A programme with money."""

import pytest

from tests.economy.money import Economy


@pytest.fixture
def economy():
    return Economy()
