"""Pressed twice at once, saved once: of two presses in the same moment one waits for the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from tests.site.pressing import FORMS, Press, added, rows
from tests.site.small_site import SmallSite


@pytest.fixture
def site(transactional_db, clock):
    """Committed, as each press has a connection of its own."""
    with transaction.atomic():
        return SmallSite()


def test_two_presses_at_once_add_what_one_adds(site):
    wrong = []
    for kind, name in FORMS:
        press = Press(kind, name, site)
        before = rows()
        once = what_one_adds(press, before)
        answers = at_once(press)
        if not once or added(before) != once or max(answers) >= 500:
            wrong.append(f"{kind} {name}: {once}, twice {added(before)}, answers {answers}")

    assert not wrong, "\n".join(wrong)


def what_one_adds(press, before):
    """It is taken back again."""
    with transaction.atomic():
        press()
        once = added(before)
        transaction.set_rollback(True)
    return once


def at_once(press):
    both = Barrier(2)

    def pressed(window):
        try:
            both.wait()
            return press(window)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        return list(hands.map(pressed, (1, 2)))
