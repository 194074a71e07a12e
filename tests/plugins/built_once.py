"""Rows that take seconds to make are made once for all tests of a module that only read them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def built_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[], AbstractContextManager[None]]:
    """``with built_once(): …; yield``: a transaction around those of the module's tests.

    For fixtures of a module's scope, of a module none of whose tests commits.
    """

    @contextmanager
    def building() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return building
