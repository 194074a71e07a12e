"""Results held in the process: worked out once, within bounds, and never in a transaction."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import transaction

from core.held import Held


@pytest.fixture
def store():
    return Held(most=3, most_bytes=1000)


@pytest.fixture
def ask(store):
    """Whether the result under the key had to be worked out."""

    def asked(key, weight=1):
        worked_out = []
        store.get(key, lambda: worked_out.append(key), weigh=lambda _result: weight)
        return bool(worked_out)

    return asked


def test_a_result_is_worked_out_once(store):
    results = iter(["first", "second"])

    found = [store.get("key", lambda: next(results), weigh=len) for _time in range(3)]

    assert found == ["first"] * 3


def test_a_result_of_nothing_is_held_too(store, ask):
    assert [ask("key"), ask("key")] == [True, False]


def test_each_key_has_a_result_of_its_own(store):
    assert [store.get(key, lambda key=key: key * 2, weigh=len) for key in "ab"] == ["aa", "bb"]


def test_what_fails_is_not_held(store, ask):
    with pytest.raises(ZeroDivisionError):
        store.get("key", lambda: 1 / 0, weigh=lambda _result: 1)

    assert ask("key")


def test_of_too_many_the_one_asked_for_longest_ago_goes(ask):
    for key in "abc":
        ask(key)
    ask("a")
    ask("d")

    assert [ask(key) for key in "acd"] == [False, False, False]
    assert ask("b")


def test_of_too_heavy_ones_so_many_go_that_the_rest_fits(ask, store):
    store.most = 100
    for key in "abcd":
        ask(key, weight=250)
    ask("e", weight=1)

    assert [ask(key) for key in "bcde"] == [False] * 4
    assert ask("a", weight=250)


def test_one_that_weighs_over_a_quarter_is_not_held_and_puts_out_none(ask):
    ask("light")
    ask("heavy", weight=251)

    assert not ask("light")
    assert ask("heavy", weight=251)


def test_after_clearing_nothing_is_held_and_all_the_room_is_free(ask, store):
    for key in "abc":
        ask(key, weight=250)
    store.clear()

    assert [ask(key, weight=250) for key in "abc"] == [True] * 3
    assert [ask(key) for key in "abc"] == [False] * 3


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_nothing_is_held_and_nothing_held_is_given(ask):
    ask("before")
    with transaction.atomic():
        assert [ask("before"), ask("inside")] == [True, True]

    assert [ask("before"), ask("inside")] == [False, True]


def test_two_threads_that_work_out_the_same_each_get_theirs_and_one_is_held(store, ask):
    both = Barrier(2, timeout=20)

    def worked_out():
        both.wait()
        return "result"

    with ThreadPoolExecutor(2) as threads:
        given = [threads.submit(store.get, "key", worked_out, weigh=lambda _r: 200) for _ in "ab"]
        assert [one.result() for one in given] == ["result", "result"]

    assert not ask("key")
    # It is weighed once: there is room for four more of its like, and they stay.
    store.most = 100
    for key in "abcd":
        ask(key, weight=200)
    assert [ask(key) for key in ["key", *"abcd"]] == [False] * 5


def test_many_threads_keep_the_bounds(store):
    def ask(number):
        return store.get(number % 7, lambda: number % 7, weigh=lambda _result: 200)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(500))) == [number % 7 for number in range(500)]

    assert len(store._results) <= 3
    assert store._bytes == 200 * len(store._results)
