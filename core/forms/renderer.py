"""Forms through the project's templates, but plain inputs and selects without one.

Two templates an input and two an option, one of them for its attributes, took a fifth of the time
of the form that logs a result. Elements and attributes are the same.
"""

from collections.abc import Iterator
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

PLAIN = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("text", "date", "hidden", "number", "email")
)
SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"

TICK = '<label class="about"><input type="checkbox" class="form-check-input"{}> {}</label>'
DATE_WORDS = '<span class="date-words" data-date-words>{}</span>'

# As Django gives them: a group's name, its options, its place.
Groups = list[tuple[str | None, list[dict[str, Any]], int]]


class FormRenderer(TemplatesSetting):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in PLAIN:
            widget = context["widget"]
            return _input(widget) + _date_words(widget) + _tick(widget)
        if template_name == SELECT and _has_plain_options(context["widget"]["optgroups"]):
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    attributes = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
    return format_html("<input{}>", flatatt(attributes))


def _date_words(widget: dict[str, Any]) -> SafeString:
    """The day of a date box in Danish; static/js/tfi.js follows what is chosen."""
    words = widget.get("words")
    return SafeString("") if words is None else format_html(DATE_WORDS, words)


def _tick(widget: dict[str, Any]) -> SafeString:
    """Beside a box for a figure that may be a rough one."""
    tick = widget.get("tick")
    return SafeString("") if tick is None else format_html(TICK, flatatt(tick), _("roughly"))


def _select(widget: dict[str, Any]) -> SafeString:
    options = format_html_join("", "{}", ((part,) for part in _groups(widget["optgroups"])))
    attributes = flatatt(widget["attrs"])
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes, options)


def _has_plain_options(groups: Groups) -> bool:
    return all(
        option["template_name"] == OPTION for _name, found, _index in groups for option in found
    )


def _groups(groups: Groups) -> Iterator[SafeString]:
    """The options of each group; those of no group come under no name."""
    for name, found, _index in groups:
        options = format_html_join("", "<option{}>{}</option>", map(_option, found))
        yield format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _option(option: dict[str, Any]) -> tuple[SafeString, object]:
    """Its attributes and its label."""
    attributes = {"value": str(option["value"]), **option["attrs"]}
    return flatatt(attributes), localize(option["label"])
