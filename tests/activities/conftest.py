"""A programme with money."""

import pytest

from tests.activities.money import Economy


@pytest.fixture
def economy():
    return Economy()
