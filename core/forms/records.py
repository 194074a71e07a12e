"""A form of one record: opened with what stands, and merged with what others saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import (
    CheckboxRowsField,
    DanishDateField,
    DanishDecimalField,
    DanishIntegerField,
    SafeCharField,
)
from core.forms.opened import fill
from core.forms.refusals import errors_on_form
from core.meanwhile import LastChange, last_change, merge_changes

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

FIELDS: dict[type[models.Field], dict[str, Any]] = {
    models.DecimalField: {"form_class": DanishDecimalField},
    models.IntegerField: {"form_class": DanishIntegerField},
    models.DateField: {"form_class": DanishDateField},
    models.CharField: {"form_class": SafeCharField},
    models.TextField: {"form_class": SafeCharField, "widget": forms.Textarea(attrs={"rows": 4})},
    models.SlugField: {},
    models.EmailField: {},
    models.ManyToManyField: {"form_class": CheckboxRowsField},
}


def danish_formfield(column: models.Field, **options: Any) -> forms.Field | None:
    """The form field of a model's column: typed as everywhere else, and as strictly."""
    if column.choices:
        return column.formfield(**options)
    kinds = (kind for kind in type(column).__mro__ if kind in FIELDS)
    given = FIELDS.get(next(kinds, models.Field), {})
    return column.formfield(**{**{name: copy(value) for name, value in given.items()}, **options})


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading, by name; a folded group stands closed until it is needed.

    ``below`` names a template with what is said below its fields.
    """

    fields: Sequence[str]
    heading: StrOrPromise = ""
    intro: StrOrPromise = ""
    is_folded: bool = False
    below: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    group: Group
    fields: Sequence[BoundField]

    @property
    def is_open(self) -> bool:
        """Whether one of its fields is to be mended."""
        return any(field.errors for field in self.fields)


class RecordForm(ConcurrentEditForm, forms.ModelForm):
    """A record, new or known, which its view holds from before it is read until it is saved."""

    groups: Sequence[Group] = ()

    reason = SafeCharField(
        label=_("Why is it changed?"),
        max_length=200,
        required=False,
        help_text=_("Is kept in the history, beside your name."),
    )

    def __init__(self, *args: Any, instance: models.Model, **kwargs: Any) -> None:
        self.is_new = instance._state.adding
        self.own = list(self._meta.fields or ())
        self.stored = {} if self.is_new else self.values_of(instance)
        super().__init__(*args, values=self.stored, instance=instance, **kwargs)
        if self.is_new:
            del self.fields["reason"]

    def values_of(self, record: models.Model) -> dict[str, Any]:
        """What its fields hold, by name; of several others their list."""
        return {name: _value(record, name) for name in self.own}

    def grouped(self) -> Iterator[ShownGroup]:
        """The groups with the fields that are there; what stands in none comes in the first."""
        named = {name for group in self.groups for name in group.fields}
        rest = [name for name in self.fields if name not in named and not self[name].is_hidden]
        for group in [*self.groups, Group(rest)]:
            fields = [self[name] for name in group.fields if name in self.fields]
            if fields:
                yield ShownGroup(group, fields)

    def begin_with(self, posted: QueryDict) -> None:
        """Show what was typed before, unsaved."""
        fill(self, posted)

    def ties(self) -> dict[str, list[Any]]:
        """What it is tied to by fields that hold several, by name."""
        many = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: list(self.cleaned_data[name]) for name in self.own if name in many}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_new:
            typed = {name: cleaned[name] for name in self.stored if name in cleaned}
            with errors_on_form(self):
                opened_with = cleaned.get("opened_with", "")
                said = merge_changes(opened_with, typed, self.stored, partial(self.changed_by))
                cleaned.update(said)
        return cleaned

    def changed_by(self, name: str) -> LastChange:
        """Who has last changed what a field holds."""
        return last_change(self.instance, name)

    def _post_clean(self) -> None:
        """What stands once together with a field that the page does not let be changed, too.

        Django leaves out a constraint of which the form lacks a field, and the database refuses it.
        """
        super()._post_clean()  # type: ignore[misc]
        for constraint in self.instance._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            together = set(constraint.fields)
            if together - self.fields.keys():
                try:
                    constraint.validate(type(self.instance), self.instance)
                except ValidationError as error:
                    self.add_error(None, error.messages)


def _value(record: models.Model, name: str) -> Any:
    column = record._meta.get_field(name)
    value = getattr(record, name)
    return list(value.all()) if column.many_to_many else value
