"""Pressed twice, saved once: whatever form is sent again writes no second row or version."""

import copy
import datetime

import pytest
from django.test import override_settings

from tests.site.pressing import FORMS, Press, added, rows
from tests.site.small_site import SmallSite


@pytest.fixture(scope="module")
def built_site(built_once):
    with built_once(), override_settings(FIXED_TODAY=datetime.date(2011, 10, 1)):
        yield SmallSite()


@pytest.fixture
def small_site(built_site, db):
    """What a test changes in the rows it holds, no other test sees."""
    return copy.deepcopy(built_site)


@pytest.mark.parametrize(("kind", "name"), FORMS)
def test_a_form_sent_again_adds_nothing(kind, name, small_site):
    press = Press(kind, name, small_site)
    before = rows()

    assert press() < 400
    once = added(before)
    again = [press(window) for window in (1, 2)]

    assert once
    assert added(before) == once
    assert max(again) < 500
