"""An activity with its roster's pages."""

import pytest
from django.urls import reverse

from tests.factories import (
    ActivityFactory,
)


@pytest.fixture
def activity():
    return ActivityFactory(title="International Dag")


@pytest.fixture
def address(activity):
    def of(name="roster", *more):
        return reverse(f"directory:{name}", args=[activity.pk, *more])

    return of


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)
