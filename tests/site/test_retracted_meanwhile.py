"""What was retracted while its form stood open: the form comes back with what was typed, and says
by whom, when and why. Nothing is saved.
"""

import copy
import datetime
import html

import pytest
from django.test import override_settings
from django.urls import reverse

from directory.services.merging import merge
from directory.services.rosters import retract_participant
from economy.services.posting import retract_posted
from indicators.services.results import retract_logged, retract_measurement
from requisitions.services.cases import retract_case
from tests.factories import UserFactory
from tests.site.all_forms import CHANGING
from tests.site.held_pages import reader
from tests.site.posting import Opened
from tests.site.pressing import added, rows
from tests.site.small_site import SmallSite

WHY = "Talt dobbelt"
RETRACTED = {
    "indicators:entry_correct": lambda s, why: retract_logged(entry=s.entries[0], **why),
    "indicators:measurement_correct": lambda s, why: retract_measurement(
        measurement=s.measurements[0], **why
    ),
    "economy:expense_correct": lambda s, why: retract_posted(posted=s.expenses[0], **why),
    "directory:participant_change": lambda s, why: retract_participant(
        participant=s.participants[0], **why
    ),
    "requisitions:facts": lambda s, why: retract_case(case=s.cases[0], **why),
    "requisitions:texts": lambda s, why: retract_case(case=s.cases[0], **why),
}


@pytest.fixture(scope="module")
def built_site(built_once):
    with built_once(), override_settings(FIXED_TODAY=datetime.date(2011, 10, 1)):
        yield SmallSite()


@pytest.fixture
def site(built_site, db, english):
    return copy.deepcopy(built_site)


def opened(name, site):
    changing = CHANGING[name](site)
    typed = changing.same[0] | changing.beside
    address = reverse(name, args=changing.arguments)
    return Opened.at(reader(UserFactory(manager=True)), address, typed), typed


@pytest.mark.parametrize("name", RETRACTED)
def test_its_form_comes_back_with_what_was_typed(name, site):
    form, typed = opened(name, site)
    RETRACTED[name](site, {"by": site.leder, "reason": WHY})
    before = rows()

    response = form.send(**typed)

    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "By Leo Leder, 01-10-2011" in page and f"«{WHY}»" in page
    again = Opened(form.client, form.address, page, typed)
    assert {one: again.fields[one] for one in typed} == typed
    assert added(before) == {}


@pytest.mark.parametrize(
    "name", ["directory:organisation_correct", "directory:organisation_rename"]
)
def test_the_form_of_an_organisation_that_was_merged_comes_back_too(name, site):
    form, typed = opened(name, site)
    pk = CHANGING[name](site).arguments[0]
    duplicate = type(site.kept).objects.get(pk=pk)
    other = site.kept if duplicate.kind == site.kept.kind else site.duplicate
    merge(by=site.konsulent, duplicate=duplicate, kept_organisation=other, reason=WHY)

    response = form.send(**typed)

    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert f"It has been merged into «{other}»" in page
    again = Opened(form.client, form.address, page, typed)
    assert {one: again.fields[one] for one in typed} == typed
