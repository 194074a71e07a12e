"""Template filters that draw a document's runs as HTML. Whatever anybody typed is escaped."""

from collections.abc import Mapping

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from indicators.models.choices import Status
from indicators.templatetags.criteria import status_chip
from reports.rules.document import Figure, Run, Runs, StatusMark
from reports.rules.letters import printable

register = template.Library()


@register.filter
def drawn(runs: Runs) -> SafeString:
    """{{ paragraph.runs|drawn }}: figures lead to their evidence, a status has icon and word."""
    return mark_safe("".join(map(_drawn, runs)))  # noqa: S308 - each piece is escaped


def _drawn(run: Run) -> str:
    if isinstance(run, StatusMark):
        known = run.status in Status.values and Status(run.status).label == run.label
        return status_chip(run.status) if known else format_html("<b>{}</b>", run.label)
    said = _lines(run.text)
    if isinstance(run, Figure):
        return _figure(run, said)
    if run.emphasis:
        said = format_html("<em>{}</em>", said)
    return format_html("<strong>{}</strong>", said) if run.strong else said


def _figure(figure: Figure, said: SafeString) -> SafeString:
    if figure.address:
        shown = format_html(
            '<a href="{}" data-figure="{}">{}</a>', figure.address, figure.key, said
        )
    else:
        shown = format_html('<span data-figure="{}">{}</span>', figure.key, said)
    return format_html("{} <i>({})</i>", shown, _("forecast")) if figure.is_forecast else shown


def _lines(text: str) -> SafeString:
    """Lines that were typed as lines."""
    escaped = str(conditional_escape(printable(text)))
    return mark_safe(escaped.replace("\n", "<br>"))  # noqa: S308 - escaped above


@register.filter
def of_sha256(addresses: Mapping[str, str] | None, sha256: str) -> str:
    """The address of a picture; nothing where the page has none."""
    return (addresses or {}).get(sha256, "")
