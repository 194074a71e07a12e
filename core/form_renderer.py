"""Forms through the project's templates, but plain inputs without one.

Two templates an input, one of them for its attributes, took a tenth of the time of the form that
logs a result. The markup is the same.
"""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html

PLAIN = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("text", "date", "hidden", "number", "email")
)


class FormRenderer(TemplatesSetting):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name not in PLAIN:
            return super().render(template_name, context, request)
        widget = context["widget"]
        value = {} if widget["value"] is None else {"value": widget["value"]}
        attributes = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
        return format_html("<input{}>", flatatt(attributes))
