"""No held page tells old news: after whatever service, and whatever is saved in the configuration,
each is what it would be if it were worked out afresh.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from exchange.services.loading import load_program
from tests.exchange.files import changed, raw
from tests.factories import LogEntryFactory, UserFactory
from tests.site.every_save import TYPED, UNSEEN_SAVES, models, saves
from tests.site.every_service import CHANGES, MOVES_REPORTS, READS, UNSEEN, name_of, services
from tests.site.held_pages import (
    HeldPages,
    addresses,
    of_the_register,
    of_the_reports,
    reader,
)
from tests.site.small_site import DAY, SmallSite

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def site(transactional_db):
    """Committed, as nothing is held in a transaction."""
    with transaction.atomic():
        return SmallSite()


@pytest.fixture
def pages(site, monkeypatch):
    mine = reverse("overview:my_page")
    other = reverse("overview:status", args=["2012"])
    wanted = [*addresses(site.program), *of_the_register(), other, mine]
    return HeldPages({site.leder: wanted, site.konsulent: [mine]}, monkeypatch)


@pytest.fixture
def reports(site, monkeypatch):
    return HeldPages({site.leder: of_the_reports(site.report, site.issued)}, monkeypatch)


def test_every_service_is_in_the_table():
    found = set(services())

    unknown = {name_of(service) for service in found - CHANGES.keys() - READS}
    assert not unknown, f"say in every_service.py what these change: {sorted(unknown)}"
    assert not (CHANGES.keys() | READS) - found


def test_after_every_service_the_held_pages_are_fresh(site, pages, reports):
    wrong, unseen = [], set()
    for service, change in CHANGES.items():
        change(site)
        stale, changed = pages.compare()
        if service in MOVES_REPORTS:
            stale += reports.compare()[0]
        wrong += [f"{name_of(service)}: {page}" for page in stale]
        if not changed:
            unseen.add(service)

    assert not wrong, "\n".join(wrong)
    assert unseen == UNSEEN


def test_every_screen_of_the_configuration_is_in_the_table():
    assert models() == TYPED.keys()


def test_after_every_save_of_the_configuration_the_held_pages_are_fresh(site, pages):
    wrong, unseen = [], set()
    for what in saves(site, reader(site.admin)):
        stale, changed = pages.compare()
        wrong += [f"{what}: {page}" for page in stale]
        if not changed:
            unseen.add(what)

    assert not wrong, "\n".join(wrong)
    assert unseen == UNSEEN_SAVES


def test_a_user_made_outside_the_configuration_can_be_chosen_at_once(pages):
    User.objects.create_superuser("drift", "en helt anden lang 9", full_name="Drift")

    assert pages.compare() == ([], True)


def test_after_a_programme_file_is_loaded_and_replaced_the_held_pages_are_fresh(pages):
    UserFactory(username="ann")
    pages.compare()

    for title in ("Den nye", "Den nyeste"):
        load_program(raw(changed("title", title)), replace=True)
        assert pages.compare() == ([], True)


def test_the_comparison_tells_what_was_written_without_moving_a_version(site, pages):
    LogEntryFactory(activity=site.activity, on=DAY, recorded_by=site.konsulent)

    stale, _changed = pages.compare()

    logbook = reverse("overview:logbook", args=["2011"])
    assert {f"leder {logbook}", f"konsulent {reverse('overview:my_page')}"} <= set(stale)
