"""What the tests of booking share."""

import pytest

from economy.services.posting import (
    book_expense,
)


@pytest.fixture
def book(economy, leder):
    def booked(by=leder, submission=None, settles=None, confirmed=(), **changes):
        posting = economy.posting(**changes)
        return book_expense(
            by=by, posting=posting, submission=submission, settles=settles, confirmed=confirmed
        )

    return booked
