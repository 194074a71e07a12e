"""The one person whom the small programme file names."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def ann(db):
    return UserFactory(username="ann", full_name="Ann")
