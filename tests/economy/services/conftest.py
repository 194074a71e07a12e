"""What the tests of booking share."""

import pytest

from economy.services.posting import (
    book_expense,
)


@pytest.fixture
def book(economy, leder):
    def booked(by=leder, submission=None, settles=None, **changes):
        posting = economy.posting(**changes)
        return book_expense(by=by, posting=posting, submission=submission, settles=settles)

    return booked
