"""Undoing right after it was saved."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from core.records import AlreadyRetracted
from tests.economy.money import undo_posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestUndoing:
    """One's own, right after it was saved; later a reason is owed."""

    def test_is_for_the_one_who_saved_it(self, book, admin):
        with pytest.raises(ValidationError, match="Only the one who saved it"):
            undo_posted(by=admin, posted=book())

    def test_is_over_after_an_hour(self, book, leder):
        expense = book()
        expense.recorded_at -= datetime.timedelta(minutes=61)
        expense.save()

        with pytest.raises(ValidationError, match="within an hour"):
            undo_posted(by=leder, posted=expense)
        assert not expense.is_retracted

    def test_twice_says_that_it_was_taken_back(self, book, leder):
        expense = undo_posted(by=leder, posted=book())

        with pytest.raises(AlreadyRetracted):
            undo_posted(by=leder, posted=expense)
