"""«Go to»: on a phone, the parts of a long page, read off its headings."""

import re
from collections.abc import Sequence

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

# Headings with an id, of sections and of groups in a table.
_HEADING = re.compile(r'<(h2|th)\b[^>]*? id="([^"]+)"[^>]*>(.*?)</\1>', re.DOTALL)
FEWEST = 2


@register.tag
def jumps(parser: Parser, _token: Token) -> "_Jumps":
    """{% jumps %}…{% endjumps %}: what stands between, and above it where its headings lead."""
    nodes = parser.parse(("endjumps",))
    parser.delete_first_token()
    return _Jumps(nodes)


class _Jumps(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        content = self.nodelist.render(context)
        found = [
            (place, mark_safe(strip_tags(title).strip()))  # noqa: S308 - as the page has it
            for _tag, place, title in _HEADING.findall(content)
        ]
        return _list_of(found) + content if len(found) >= FEWEST else content


def _list_of(found: Sequence[tuple[str, SafeString]]) -> SafeString:
    links = format_html_join("", '<li><a href="#{}">{}</a></li>', found)
    summary = '<summary class="btn btn-outline-secondary">{}</summary>'
    return format_html(
        '<details class="jump no-print">{}<ul>{}</ul></details>',
        format_html(summary, _("Go to")),
        links,
    )
