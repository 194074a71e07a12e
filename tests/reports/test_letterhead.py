"""The municipality's name, logo and colour are the operator's to set."""

import pytest
from django.core.checks import run_checks

from reports.exports.letterhead import PLAIN, letterhead, mark_of


def warnings():
    return [one.msg for one in run_checks() if one.id == "reports.W001"]


def test_sober_where_nothing_is_set():
    found = letterhead()
    assert (found.name, found.author) == ("Københavns Kommune", "TaskForce Integration")
    assert found.logo == b"" and warnings() == []


@pytest.mark.parametrize("colour", ["red", "#12", "#1f3a5f; }", ""])
def test_a_wrong_colour_is_told_and_stops_nothing(colour, settings):
    settings.REPORT_COLOUR = colour
    assert letterhead().colour == PLAIN
    assert warnings() == ["REPORT_COLOUR is a colour such as #1f3a5f."]


@pytest.mark.parametrize("logo", ["/nosuch/logo.png", __file__])
def test_a_wrong_logo_is_told(logo, settings):
    settings.REPORT_LOGO = logo
    assert len(warnings()) == 1


def test_a_status_that_nobody_knows_has_a_mark_too():
    assert mark_of("gone").sign == "○"
