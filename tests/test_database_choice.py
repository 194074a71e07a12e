"""The suite runs on the database that the environment names, not on one that it fell back to."""

import pytest
from django.db import connection

from tests.plugins.database import chosen_database


@pytest.mark.django_db
def test_the_tests_run_on_the_chosen_database():
    assert connection.vendor == chosen_database()
