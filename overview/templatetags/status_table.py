"""Template tags for the status table: its columns stand in ``overview/exports.py``."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from overview.exports import ON_PAGE, OnPage, drawn_rows
from overview.rules.status import StatusRow

register = template.Library()


@register.simple_tag
def page_columns() -> Sequence[OnPage]:
    return ON_PAGE


@register.simple_tag
def row_cells(rows: Sequence[StatusRow], day_query: str) -> list[SafeString]:
    """{% row_cells group.rows day_query as drawn %}: of each row its cells."""
    return drawn_rows(rows, day_query)
