"""Held pages stay fresh with several processes, and whatever order transactions commit in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from activities.services.log import LogEntryInput, create_entry
from core.held import held
from core.versions import atomic_change, version_of
from overview.queries.pages import status_table
from overview.views import status
from tests.factories import ActivityFactory
from tests.site.held_pages import addresses, page, reader
from tests.site.other_process import TEXT, log_from_another_process
from tests.site.small_site import DAY, SmallSite

pytestmark = pytest.mark.usefixtures("clock")
PATIENCE = 60  # seconds; a busy machine is no fault of the code


@pytest.fixture
def site(transactional_db):
    with transaction.atomic():
        found = SmallSite()
    held.clear()
    return found


@pytest.fixture
def log(site):
    def logged(text, activity=site.activity, on=DAY):
        said = LogEntryInput(on, text, attendance=5)
        return create_entry(by=site.konsulent, subject=activity, entry_input=said)

    return logged


@pytest.fixture
def shows(site):
    """A page as a browser shows it that asks with what it has."""
    client, had = reader(site.leder), {}

    def shown(name):
        address = reverse(f"overview:{name}", args=["2011"])
        etag = had[address].etag if address in had else ""
        now = page(client, address, **{"if-none-match": etag})
        if now.status != 304:
            had[address] = now
        return had[address].text

    return shown


def afresh(site, name):
    held.clear()
    return page(reader(site.leder), reverse(f"overview:{name}", args=["2011"])).text


def test_what_another_process_has_changed_is_seen(site, shows):
    assert TEXT not in shows("logbook")

    log_from_another_process(site.activity)

    assert TEXT in shows("logbook")


def test_what_is_rolled_back_leaves_nothing_on_any_page(site, log):
    client = reader(site.leder)
    mine = reverse("overview:my_page")
    had = {address: page(client, address) for address in [*addresses(site.program), mine]}

    with transaction.atomic():
        log("Fortrudt")
        seen = page(client, reverse("overview:logbook", args=["2011"])).text
        for address in had:
            page(client, address)
        transaction.set_rollback(True)

    assert "Fortrudt" in seen
    for address, before in had.items():
        assert page(client, address, **{"if-none-match": before.etag}).status == 304
        assert page(client, address).shown == before.shown


@atomic_change()
def _log_and_fail(log):
    log("Fortrudt")
    return 1 / 0


def test_what_a_refused_change_had_marked_is_forgotten(site, log, shows):
    before = version_of(site.program.pk)

    with pytest.raises(ValidationError):
        log("Fortrudt", on=DAY.replace(year=2012))
    with pytest.raises(ZeroDivisionError):
        _log_and_fail(log)

    assert version_of(site.program.pk) == before
    assert "Fortrudt" not in shows("logbook")
    log("Ment")
    assert "Ment" in shows("logbook")


def in_a_thread(work):
    def done():
        try:
            return work()
        finally:
            connection.close()

    return done


def test_of_two_changes_the_one_begun_first_and_committed_last_is_seen(site, log, shows):
    """PostgreSQL lets the second pass the first; on SQLite it waits until the first is done."""
    begun, may_commit = Event(), Event()

    def first():
        with atomic_change():
            log("Den tidligste")
            begun.set()
            may_commit.wait(PATIENCE)

    def second():
        log("Den hurtige", site.other_activity)

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(in_a_thread(first))
        assert begun.wait(PATIENCE)
        quick = threads.submit(in_a_thread(second))
        if connection.vendor == "postgresql":
            quick.result(PATIENCE)
            assert "Den hurtige" in shows("logbook")
            assert "Den tidligste" not in shows("logbook")
        may_commit.set()
        slow.result(PATIENCE)
        quick.result(PATIENCE)

    shown = shows("logbook")
    assert "Den hurtige" in shown
    assert "Den tidligste" in shown
    assert shown == afresh(site, "logbook")


def test_a_page_worked_out_while_somebody_commits_is_not_held_as_the_newer(
    site, log, shows, monkeypatch
):
    """The version is read before the first figure: what comes between is asked for again."""

    def and_meanwhile(*asked, **options):
        found = status_table(*asked, **options)
        monkeypatch.undo()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(in_a_thread(lambda: log("Imens"))).result(PATIENCE)
        return found

    monkeypatch.setattr(status, "status_table", and_meanwhile)
    between = shows("status")

    assert shows("status") != between
    assert shows("status") == afresh(site, "status")


def test_programmes_changed_in_opposite_order_at_once_wait_for_nobody_for_ever(site, log):
    """Their tokens are renewed in one order, however they were changed."""
    activities = [site.activity, ActivityFactory(main_area__program__slug="another")]

    def change(order):
        with atomic_change():
            for activity in order:
                log("Begge steder", activity)

    with ThreadPoolExecutor(4) as threads:
        orders = [activities, activities[::-1]] * 10
        done = [threads.submit(in_a_thread(lambda order=order: change(order))) for order in orders]
        for one in done:
            one.result(PATIENCE)
