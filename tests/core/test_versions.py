"""The tokens of programmes: which change moves which, and when."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import Version
from core.versions import (
    atomic_change,
    mark_all_changed,
    mark_changed,
    mark_scope_changed,
    version_of,
    version_of_all,
)

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND = (SimpleNamespace(program_id=number) for number in (1, 2))
SHARED = SimpleNamespace(pk=1)  # what belongs to no programme


class Refused(Exception):
    pass


def refuse(*records):
    """A change of the records that comes to nothing."""
    with atomic_change():
        mark_all_changed(records)
        raise Refused


@pytest.fixture
def moved():
    """What has moved since it was asked last: «1», «2» and «all»."""

    def versions():
        return {"1": version_of(1), "2": version_of(2), "all": version_of_all()}

    before = versions()

    def since():
        now = versions()
        names = {name for name in now if now[name] != before[name]}
        before.update(now)
        return names

    return since


def test_a_change_in_a_programme_moves_it_and_not_another(moved):
    mark_changed(FIRST)
    assert moved() == {"1", "all"}

    mark_changed(SECOND)
    assert moved() == {"2", "all"}


def test_a_change_in_what_is_shared_moves_every_programme(moved):
    mark_changed(SHARED)
    assert moved() == {"1", "2", "all"}

    mark_scope_changed()
    assert moved() == {"1", "2", "all"}


def test_a_record_of_no_programme_yet_moves_every_programme(moved):
    mark_changed(SimpleNamespace(program_id=None))

    assert moved() == {"1", "2", "all"}


def test_a_token_never_comes_back():
    seen = set()
    for _change in range(20):
        mark_changed(FIRST)
        seen.add(version_of(1))

    assert len(seen) == 20


def test_without_a_change_nothing_moves_and_nothing_is_written(moved):
    with CaptureQueriesContext(connection) as asked, atomic_change():
        version_of(1)

    assert moved() == set()
    assert not [query for query in asked.captured_queries if "INSERT" in query["sql"]]


def test_a_version_is_one_query(django_assert_num_queries):
    mark_all_changed([FIRST, SECOND, SHARED])
    with django_assert_num_queries(1):
        version_of(1)
    with django_assert_num_queries(1):
        version_of_all()


class TestATransaction:
    def test_renews_each_token_once_in_one_order_as_its_last_statement(self):
        with CaptureQueriesContext(connection) as asked, atomic_change():
            mark_all_changed([SHARED, SECOND, FIRST, SECOND])
            version_of(1)

        told = [query["sql"] for query in asked.captured_queries]
        renewing = [sql for sql in told if sql.startswith("INSERT")]
        assert renewing == [told[-2]]
        assert told[-1] == "COMMIT"
        places = [renewing[0].index(scope) for scope in ("program-1", "program-2", "shared")]
        assert places == sorted(places)

    def test_renews_what_is_marked_in_one_within_it_at_its_own_end(self, moved):
        with atomic_change():
            with atomic_change():
                mark_changed(FIRST)
            with CaptureQueriesContext(connection) as asked:
                assert moved() == set()
            assert len(asked) == 3

        assert moved() == {"1", "all"}

    def test_that_is_refused_moves_nothing(self, moved):
        with pytest.raises(Refused):
            refuse(FIRST)

        assert moved() == set()
        assert not Version.objects.exists()

    def test_that_is_refused_leaves_nothing_for_the_next(self, moved):
        with pytest.raises(Refused):
            refuse(FIRST)
        with atomic_change():
            mark_changed(SECOND)
        mark_changed(SHARED)

        assert version_of(1).startswith("-")
        assert moved() == {"1", "2", "all"}

    def test_of_which_a_part_is_refused_still_moves_the_rest(self, moved):
        with atomic_change():
            mark_changed(FIRST)
            with pytest.raises(Refused):
                refuse()

        assert moved() == {"1", "all"}

    def test_around_it_takes_its_tokens_back_when_it_is_refused(self, moved):
        with transaction.atomic():
            with atomic_change():
                mark_changed(FIRST)
            transaction.set_rollback(True)

        assert moved() == set()

    def test_of_another_thread_waits_for_nothing_of_this_one(self, moved):
        def mark():
            try:
                with CaptureQueriesContext(connection) as asked:
                    mark_changed(SECOND)
                return len(asked)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as thread:
            # On SQLite a second writer would wait for the first: it has not written yet.
            connection.changed_scopes = {"program-1"}
            try:
                assert thread.submit(mark).result() > 0
            finally:
                connection.changed_scopes = None

        assert moved() == {"2", "all"}


def test_what_is_logged_moves_its_programme_and_not_what_does_not_depend_on_it(moved):
    before = version_of_all(logged=False)

    mark_changed(SimpleNamespace(program_id=1, is_logged=True))
    assert moved() == {"1", "all"}
    assert version_of_all(logged=False) == before

    mark_changed(FIRST)
    assert version_of_all(logged=False) != before
