"""Template tags for a status chip, a progress bar, a paperclip and what was confirmed of a row."""

from django import template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core.bars import Bar
from core.plausibility import labels_of

register = template.Library()

_FILLED = (
    '<svg class="bar-svg" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="bar-ground" width="100" height="8"/>'
    '<rect class="fill-{}" width="{}" height="8"/>'
)
_BAR = f"{_FILLED}</svg>"
_BAR_WITH_MARK = f'{_FILLED}<path class="bar-mark" d="M{{}} 0v8"/></svg>'


@register.simple_tag
def chip(colour: str, icon: str, words: str | Promise) -> SafeString:
    """{% chip "crimson" "cross" row.left %}: colours of the style sheet, icons of status.svg."""
    return format_html(
        '<span class="status colour-{}"><svg aria-hidden="true"><use href="{}#{}"/></svg>{}</span>',
        colour,
        static("img/status.svg"),
        icon,
        words,
    )


@register.simple_tag
def bar(of: Bar | None, colour: str) -> SafeString | str:
    """{% bar row.bar "teal" %}: filled in that colour; nothing for no bar."""
    if not of:
        return ""
    drawn = _BAR_WITH_MARK if of.mark else _BAR
    return format_html(drawn, colour, of.filled, of.mark)


@register.simple_tag
def paperclip(files: object) -> SafeString | str:
    """{% paperclip entry.attachments.all %}: where there are any; the list has read them before."""
    if not files:
        return ""
    return format_html(
        ' <span class="clip"><svg class="icon" aria-hidden="true"><use href="{}#clip"/></svg>'
        '<span class="visually-hidden">{}</span></span>',
        static("img/status.svg"),
        gettext("with files"),
    )


@register.filter
def confirmed_labels(confirmed: str) -> str:
    """What looked wrong about a row and was confirmed, in words."""
    return ", ".join(labels_of(confirmed))
