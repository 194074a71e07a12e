"""The configuration screens: what they all share."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.contrib.auth.models import Group
from django.core.exceptions import BadRequest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.configuration import ConfigurationForm
from accounts.models import User
from accounts.models.roles import May
from core.forms.fields import ADMIN_FORMFIELDS, SafeCharField
from core.search import mark_searched
from core.versions import mark_scope_changed

# Rights come from the role alone.
admin.site.unregister(Group)

FORMFIELDS: dict[type[models.Field], dict[str, Any]] = {
    **ADMIN_FORMFIELDS,
    models.CharField: {"form_class": SafeCharField, "widget": AdminTextInputWidget},
    models.TextField: {"form_class": SafeCharField, "widget": AdminTextareaWidget},
    # These two are kinds of CharField, with checks of their own.
    models.SlugField: {"form_class": forms.SlugField},
    models.EmailField: {"form_class": forms.EmailField},
}


def dependent_counts(record: models.Model, apart_from: tuple[str, ...] = ()) -> list[str]:
    """«14 measurements», «2 judgements»: everything that would go or be orphaned with it."""
    found = []
    for relation in record._meta.related_objects:
        if relation.get_accessor_name() in (None, *apart_from):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
        count = rows.count()
        words = relation.related_model._meta
        if count:
            label = words.verbose_name if count == 1 else words.verbose_name_plural
            found.append(f"{count} {label}")
    return found


def _is_some(number: str) -> bool:
    """A number of rows that a form may have: it sends four boxes for each, of a thousand."""
    return number.isascii() and number.isdigit() and len(number) < 4 and int(number) <= 250


def _only_named(found: list[Any], unnamed: tuple[str, ...]) -> list[Any]:
    """Django's nested list of what is deleted, without the lines that begin as said."""
    return [
        _only_named(item, unnamed) if isinstance(item, list) else item
        for item in found
        if isinstance(item, list) or not str(item).startswith(unnamed)
    ]


def _translated(label: str) -> str:
    """A field's label, which is its name with a capital letter unless it has one of its own."""
    own, name = _(label), label[:1].lower() + label[1:]
    return own if own != label else capfirst(_(name))


class ConfigurationAdmin(admin.ModelAdmin):
    """Numbers and dates typed as everywhere else; every change is kept with its author."""

    form: type[forms.ModelForm] = ConfigurationForm
    formfield_overrides = FORMFIELDS
    actions = None  # nothing is deleted by the dozen
    list_per_page = 50
    # Relations of rows that are a part of the record, and may go with it.
    goes_along: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        given = list(super().get_fieldsets(request, obj))
        if obj is None or not self.has_change_permission(request, obj):
            return given
        return [*given, (gettext_lazy("History"), {"fields": ["change_reason"]})]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fields = super().get_fields(request, obj)
        return [name for name in fields if name != "change_reason"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the icons that open windows: each thing has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for what in ("add", "change", "delete", "view"):
            if field and hasattr(field.widget, f"can_{what}_related"):
                setattr(field.widget, f"can_{what}_related", False)
        return field

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Django makes two thousand rows for whoever asks for a million.
        for name, number in request.POST.items():
            if name.endswith("-TOTAL_FORMS") and not _is_some(str(number)):
                raise BadRequest
        return super().changeform_view(request, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        # Django hands a filter's text to the database, and PostgreSQL refuses this character.
        if "%00" in request.GET.urlencode():
            raise BadRequest
        return super().changelist_view(request, extra_context)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """In Danish: Django keeps English labels, and later looks up «Expected when» in vain."""
        said = super().construct_change_message(*args, **kwargs)
        for part in said:
            changed = part.get("changed", {})
            if "fields" in changed:
                changed["fields"] = [_translated(label) for label in changed["fields"]]
        return said

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._history_user = request.user
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.forms:
            row.instance._history_user = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What is configured may be shared by several programmes: all their versions move."""
        super().save_related(request, form, formsets, change)
        for one in (form, *(one for formset in formsets for one in formset.forms)):
            mark_searched(type(one.instance), one.instance.pk)
        mark_scope_changed()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        return isinstance(user, User) and user.may(May.CONFIGURE)

    def dependents(self, record: Any) -> list[str]:
        return dependent_counts(record, self.goes_along)

    def reason_kept(self, record: Any) -> str:
        """Why the record may not be deleted; nothing where it may."""
        things = self.dependents(record)
        if not things:
            return ""
        message = _(
            "«%(record)s» is kept, as this belongs to it: %(things)s. Only what stands alone can "
            "be deleted; results never are."
        )
        return message % {"record": record, "things": get_text_list(things, _("and"))}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without the rows that only tie records together: they have no name of their own."""
        found, counts, *rest = super().get_deleted_objects(objs, request)
        ties = [model._meta for model in apps.get_models(True) if model._meta.auto_created]
        for words in ties:
            counts.pop(str(words.verbose_name_plural), None)
        unnamed = tuple(f"{capfirst(str(words.verbose_name))}: " for words in ties)
        return (_only_named(found, unnamed), counts, *rest)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        may = record and self.has_delete_permission(request, record)
        message = self.reason_kept(record) if may else ""
        if not message:
            return super().delete_view(request, object_id, extra_context)
        messages.error(request, message)
        options = self.opts
        return redirect(f"admin:{options.app_label}_{options.model_name}_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj._history_user = request.user
        pk = obj.pk
        super().delete_model(request, obj)
        mark_searched(type(obj), pk)
        mark_scope_changed()
