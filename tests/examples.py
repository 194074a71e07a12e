"""What property tests share that write to the database."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone():
    """Whatever an example writes is taken back before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
