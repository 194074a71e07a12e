"""Lists shown a page at a time: as a table that can be sorted, or as rows."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django_tables2 import RequestConfig

PER_PAGE = 50
# Without a last word on rows of the same day, a row may stand on two pages or on none.
IN_TIME = ("on", "recorded_at", "pk")
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


def row_class(record: Any) -> str:
    """Of a row that may be retracted."""
    return "retracted" if record.is_retracted else ""


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page:
    """The page that the address asks for, else the nearest that there is."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


class PagedTable(tables.Table):
    """A sortable register; only what its page shows is looked into further."""

    def show_in(self, request: HttpRequest) -> None:
        """Sorted and paged as the address asks."""
        RequestConfig(request, paginate=False).configure(self)
        self.show_page(request.GET.get("page"))

    def show_page(self, number: str | None) -> None:
        """The page asked for, else the nearest that there is."""
        self.paginate(per_page=PER_PAGE)
        self.page = self.paginator.get_page(number)

    def shown(self) -> Sequence[Any]:
        return [row.record for row in self.page.object_list]
