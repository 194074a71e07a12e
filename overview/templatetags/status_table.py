"""Template tags for the status table: its columns stand in ``overview/exports.py``."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from overview.exports import ON_PAGE, OnPage, drawn_rows
from overview.rules.status import StatusGroup, StatusRow

register = template.Library()

AREA = '<tr class="group"><th id="criteria-{}" colspan="{}" scope="colgroup">{}</th></tr>'
INITIATIVE = '<tr class="subgroup"><th colspan="{}" scope="colgroup">{}</th></tr>'


@register.simple_tag
def page_columns() -> Sequence[OnPage]:
    return ON_PAGE


@register.simple_tag
def table_bodies(groups: Sequence[StatusGroup], day_query: str) -> SafeString:
    """{% table_bodies table.groups day_query %}: the rows of each group under its headings."""
    return SafeString("".join(_body(group, day_query) for group in groups))


@register.simple_tag
def letter_about(row: StatusRow) -> str:
    """A mail to whoever answers for the criterion, begun: its subject and what the status says."""
    words = {"subject": row.wording, "body": f"{row.status.label}: {row.explanation}\n\n"}
    return f"mailto:{quote(row.responsible_email, safe='@')}?{urlencode(words, quote_via=quote)}"


def _body(group: StatusGroup, day_query: str) -> str:
    area = ""
    if group.opens_area and group.main_area:
        area = format_html(AREA, group.main_area.number, len(ON_PAGE), group.main_area)
    initiative = ""
    if group.initiative:
        initiative = format_html(INITIATIVE, len(ON_PAGE), group.initiative)
    rows = "".join(f"<tr>{cells}</tr>" for cells in drawn_rows(group.rows, day_query))
    return f"<tbody>{area}{initiative}{rows}</tbody>"
