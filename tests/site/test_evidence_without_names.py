"""A reader who follows a figure to a register gets its evidence in numbers, and no name."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.clock import today
from core.evidence import counted
from directory.models import Organisation
from indicators.models import Criterion
from requisitions.models import Requisition
from tests.factories import ParticipantFactory, RosterRuleFactory
from tests.site.conftest import Site

MAY = datetime.date(2011, 5, 1)


@pytest.fixture
def reader(site: Site) -> Client:
    return client_of(site, "laeser")


def client_of(site: Site, name: str) -> Client:
    client = Client()
    client.force_login(site.user(name), backend="accounts.services.backends.AccountBackend")
    return client


def names(site: Site) -> set[str]:
    """Of the organisations and the persons; those that a programme is about are in its texts."""
    return {site.organisation.name, site.contact.name, site.consultant.name, "En forvaltning"}


def registers(site: Site) -> list[str]:
    return [
        reverse("requisitions:register") + "?program=all&show=all",
        reverse("requisitions:register") + "?program=all&show=all&q=forvaltning",
        site.case.get_absolute_url(),
        reverse("directory:organisations"),
        reverse("directory:consultants"),
        reverse("directory:roster", args=[site.activity.pk]),
    ]


def test_every_register_answers_with_numbers(site: Site, reader):
    for address in registers(site):
        response = reader.get(address)
        assert response.status_code == 200, address
        page = response.content.decode().partition("<main")[2]
        assert response.context["counts"].number > 0, address
        assert [name for name in names(site) if name in page] == [], address
        assert site.case.activity.title not in page, address
        assert "<form" not in page, address


def test_others_find_the_register_itself(site: Site):
    client = client_of(site, "konsulent")

    assert "counts" not in client.get(registers(site)[0]).context
    assert site.organisation.name in client.get(reverse("directory:organisations")).content.decode()


def test_the_numbers_are_those_of_the_register(site: Site, reader):
    everything, by_words = (reader.get(one).context["counts"] for one in registers(site)[:2])

    assert everything.number == sum(number for _kind, number in everything.kinds)
    assert everything.number == sum(number for _day, number in everything.days)
    assert everything.number == Requisition.objects.active().count()
    # Whose name is in the register is not found out by looking for it.
    assert by_words == everything
    counts = reader.get(reverse("directory:organisations")).context["counts"]
    assert counts.number == Organisation.objects.unmerged().count()


def test_a_case_shows_no_state_of_a_day_to_come(site: Site, reader):
    before = reader.get(site.case.get_absolute_url()).context["counts"]
    site.case.states.create(
        state="completed", on=today() + datetime.timedelta(days=1), recorded_by=site.user("leder")
    )

    assert reader.get(site.case.get_absolute_url()).context["counts"] == before


def test_a_criterion_of_a_register_shows_what_it_counts_and_nobody(site: Site, reader):
    criterion = Criterion.objects.filter(source="requisitions").first()
    rostered = RosterRuleFactory(
        criterion__main_area=site.area, criterion__activities=[site.activity], kind="association"
    ).criterion
    ParticipantFactory(activity=site.activity, organisation=site.organisation, joined_on=MAY)

    for found in (criterion, rostered):
        page = reader.get(found.get_absolute_url())
        text = page.content.decode().partition("<main")[2]
        assert [name for name in names(site) if name in text] == []
        assert {row.address for row, _may in page.context["evidence"]} <= {""}
        assert "/organisations/" not in text
    assert page.context["counts"].number > 0
    shown = client_of(site, "konsulent").get(rostered.get_absolute_url()).content.decode()
    assert site.organisation.name in shown


def test_a_search_finds_no_name_of_a_register(site: Site, reader):
    address = reverse("overview:search")
    for word in ("Foreningen i prøven", "dialogmøde"):
        text = reader.get(address, {"q": word}).content.decode()
        assert site.organisation.get_absolute_url() not in text
        assert site.case.get_absolute_url() not in text
    found = client_of(site, "konsulent").get(address, {"q": "Foreningen i prøven"})
    assert site.organisation.get_absolute_url() in found.content.decode()


def test_the_menu_offers_no_register_of_names(site: Site, reader):
    page = reader.get(reverse("overview:rules")).content.decode()
    assert reverse("directory:organisations") not in page


def test_days_that_are_not_known_come_last():
    counts = counted([("a", None), ("b", MAY), ("a", MAY)])
    assert (counts.number, list(counts.kinds)) == (3, [("a", 2), ("b", 1)])
    assert list(counts.days) == [(MAY, 2), (None, 1)]
