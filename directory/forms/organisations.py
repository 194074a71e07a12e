"""The forms of the directory, and the field that other rooms choose an organisation with."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.confirmation import ConfirmingForm
from core.forms.fields import (
    DanishDateField,
    DanishDecimalField,
    PastDateField,
    SafeCharField,
    validate_no_cpr,
)
from core.forms.reason import ReasonField, ReasonForm
from core.text import clean_line, quoted
from directory.models import Organisation, OrganisationKind
from directory.rules.lists import MAX_CLASS, MAX_NAME
from directory.services.organisations import default_keep_until, matches, shown_names

# «Nordlys (Forening)»: how a name is offered that two kinds share.
NAME_AND_KIND = re.compile(r"(?P<name>.+) \((?P<kind>[^()]+)\)")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """A name that the directory does not have: to be confirmed, with a kind, before it is saved."""

    name: str


class OrganisationInput(forms.TextInput):
    """A text box that offers names from the directory while one types; a plain one without."""

    template_name = "directory/organisation_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        made = context["widget"]["attrs"]
        made["list"] = f"{made.get('id') or name}-options"
        return context


class OrganisationNameField(SafeCharField):
    """A name typed or chosen, cleaned to an Organisation, a NewOrganisation, or None if empty.

    With ``kind``, only organisations of that kind are offered and found.
    """

    def __init__(self, *, kind: str | None = None, **kwargs: Any) -> None:
        self.kind = kind
        widget = OrganisationInput(
            attrs={
                "class": "form-control",
                "autocomplete": "off",
                "hx-get": reverse_lazy("directory:organisation_options"),
                "hx-trigger": "input changed delay:250ms, focus once",
                "hx-target": "next datalist",
                "hx-sync": "this:replace",
                **({"hx-vals": f'{{"kind": "{kind}"}}'} if kind else {}),
            }
        )
        super().__init__(**{"max_length": MAX_NAME, "widget": widget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation | NewOrganisation) else value

    def clean(self, value: Any) -> Organisation | NewOrganisation | None:
        name = clean_line(super().clean(self.prepare_value(value)))
        if not name:
            return None
        found = matches(name, self.kind) or self._of_named_kind(name)
        if len(found) > 1:
            message = _("Several go by that name: choose %(names)s.")
            names = " / ".join(quoted(shown) for shown in shown_names(found))
            raise ValidationError(message, code="several", params={"names": names})
        return found[0] if found else NewOrganisation(name)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _of_named_kind(self, text: str) -> list[Organisation]:
        shape = NAME_AND_KIND.fullmatch(text)
        kinds = {str(kind.label).casefold(): kind.value for kind in OrganisationKind}
        kind = shape and kinds.get(shape["kind"].casefold())
        return matches(shape["name"], kind) if shape and kind else []


class NameFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["class"] = "form-control"

    def text(self) -> str:
        """What is searched for; what cannot be read is left out."""
        self.is_valid()
        return self.cleaned_data.get("q", "").strip()


class DirectoryFilterForm(NameFilterForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All")), *OrganisationKind.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.attrs["class"] = "form-select"

    def chosen(self) -> tuple[str, str]:
        """The text and the kind asked for."""
        return self.text(), self.cleaned_data.get("kind", "")


class OrganisationForm(ConfirmingForm):
    name = SafeCharField(label=gettext_lazy("Name"), max_length=MAX_NAME)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("Choose …")), *OrganisationKind.choices],
    )


class CorrectOrganisationForm(ConcurrentEditForm, OrganisationForm, ReasonForm):
    """A slip of the hand: the name that it should have had from the beginning."""

    confirmed = None  # type: ignore[assignment]

    field_order = ["name", "kind", "reason"]


class RenameForm(ConcurrentEditForm):
    """Opened beside today's name."""

    begins_empty = True
    name = SafeCharField(label=gettext_lazy("New name"), max_length=MAX_NAME)
    since = PastDateField(
        label=gettext_lazy("From"),
        initial=today,
        help_text=gettext_lazy("Until the day before, it is shown under the name it has now."),
    )


class MergeForm(ReasonForm):
    """Into which other organisation; the name lives on, with a day if it once was the name."""

    kept_organisation = OrganisationNameField(
        label=gettext_lazy("The one to keep"),
        help_text=gettext_lazy("Everything moves to it. Write its name and choose it."),
    )
    name_until = PastDateField(
        label=gettext_lazy("Was it called so until a day?"),
        required=False,
        help_text=gettext_lazy(
            "Only if the one to keep went by this name before. Empty: it was entered twice."
        ),
    )
    field_order = ["kept_organisation", "name_until", "reason"]

    def clean_kept_organisation(self) -> Organisation:
        kept_organisation = self.cleaned_data["kept_organisation"]
        if not isinstance(kept_organisation, Organisation):
            message = _("The directory has none of that name: choose one that it offers.")
            raise ValidationError(message, code="unknown")
        return kept_organisation


class KeepUntilField(DanishDateField):
    """Until when a private person is kept: a day that is still to come."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {
            "label": gettext_lazy("Keep until"),
            "initial": default_keep_until,
            "help_text": gettext_lazy("After that day a person is removed, from history too."),
        }
        super().__init__(**{**usual, **kwargs})

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value and value <= today():
            raise ValidationError(_("Give a day that is still to come."), code="past")


class ContactForm(forms.Form):
    """As little of a private person as will do."""

    name = SafeCharField(label=gettext_lazy("Name"), max_length=MAX_NAME)
    role = SafeCharField(label=gettext_lazy("Role"), max_length=200, required=False)
    phone = SafeCharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, required=False, validators=[validate_no_cpr]
    )
    keep_until = KeepUntilField()


class ChangeContactForm(ConcurrentEditForm, ContactForm):
    """Somebody who is there already."""


class ConsultantForm(ConcurrentEditForm, ContactForm):
    """A dialogue consultant: a contact with a workplace instead of a role."""

    workplace = OrganisationNameField(
        label=gettext_lazy("Workplace or association"), required=False
    )
    role = None  # type: ignore[assignment]
    field_order = ["name", "workplace", "phone", "email", "keep_until"]

    def clean_workplace(self) -> Organisation | None:
        workplace = self.cleaned_data["workplace"]
        if isinstance(workplace, NewOrganisation):
            message = _("The directory has none of that name: choose one that it offers.")
            raise ValidationError(message, code="unknown")
        return workplace


class SchoolClassForm(forms.Form):
    name = SafeCharField(
        label=gettext_lazy("Class"), max_length=MAX_CLASS, help_text=gettext_lazy("For example 8.b")
    )


class BilingualShareForm(ConcurrentEditForm):
    """For whatever day: what stands on that is shown before it is replaced."""

    begins_empty = True
    on = PastDateField(label=gettext_lazy("Counted on"), initial=today)
    percent = DanishDecimalField(
        label=gettext_lazy("Bilingual pupils (per cent)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    reason = ReasonField(
        gettext_lazy("Why is it corrected?"),
        required=False,
        help_text=gettext_lazy("Only where the school has a share on that day already."),
    )
