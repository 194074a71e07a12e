"""Model field and form field for kroner."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from core.forms.fields import DanishDecimalField
from core.numbers import format_kroner


class KronerField(DanishDecimalField):
    def written(self, value: int | Decimal) -> str:
        return format_kroner(value)


class KronerColumn(models.DecimalField):
    """To the database a decimal as any other, so that migrations know it as one."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.DecimalField", args, options

    def formfield(self, **options: Any) -> Any:
        given = {"widget": forms.TextInput, **options, "form_class": KronerField}
        return super().formfield(**given)
