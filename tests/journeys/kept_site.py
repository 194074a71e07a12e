"""The site's rows, built by the first journey and put back for each one after it.

A journey's rows are committed, as the running site reads them by connections of its own, and go
when it ends. To build them anew takes over a second; to put them back, a tenth of that.
"""

import copy

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.site.conftest import Site


class KeptSite:
    """``site()`` answers with a site of the journey's own, as it was when it was built."""

    def __init__(self) -> None:
        self._built: Site | None = None
        self._tables: list[str] = []

    def site(self) -> Site:
        if self._built is None:
            built = Site()
            self._put_aside()
            self._built = built
        else:
            self._put_back()
        site = copy.deepcopy(self._built)
        site.store_the_file()
        return site

    def _put_aside(self) -> None:
        self._tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with connection.cursor() as cursor:
            for table in self._tables:
                kept, rows = _quoted(f"kept_{table}"), _quoted(table)
                cursor.execute(f"CREATE TABLE {kept} AS SELECT * FROM {rows}")

    def _put_back(self) -> None:
        """Keys to other rows are looked at when the transaction ends: their order is free."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self._tables:
                # Types and permissions are made anew whenever the tables are emptied.
                cursor.execute(f"DELETE FROM {_quoted(table)}")
            for table in self._tables:
                kept, rows = _quoted(f"kept_{table}"), _quoted(table)
                cursor.execute(f"INSERT INTO {rows} SELECT * FROM {kept}")
        ContentType.objects.clear_cache()


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
