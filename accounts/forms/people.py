"""The forms of users: invited, changed, given a password, and what they hand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.choosing import PersonField
from accounts.models import May, Role, User
from accounts.queries.people import ACCESS, Wanted
from accounts.queries.responsibilities import Share
from accounts.services.people import PERSON_FIELDS
from accounts.services.reviews import CHANGED
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import SafeCharField, validate_no_cpr
from core.forms.filters import FilterForm
from core.numbers import format_number

ROLE_HELP = User._meta.get_field("role").help_text
NAME_LENGTH = User._meta.get_field("full_name").max_length
USERNAME_LENGTH = User._meta.get_field("username").max_length


class PeopleFilterForm(FilterForm):
    q = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[("", gettext_lazy("All")), *Role.choices],
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Access"),
        required=False,
        choices=[("", gettext_lazy("All")), *((code, label) for code, label, _q in ACCESS)],
    )

    def wanted(self) -> Wanted:
        """What is asked for; what cannot be read is left out."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "").strip() for name in self.fields}
        return Wanted(text=asked["q"], role=asked["role"], access=asked["access"])


class InviteForm(forms.Form):
    full_name = SafeCharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        validators=[validate_no_cpr],
        help_text=gettext_lazy(
            "A link to choose a password goes there, and is valid for four hours."
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        initial=Role.CONSULTANT,
        help_text=ROLE_HELP,
    )
    username = SafeCharField(
        label=gettext_lazy("User name"),
        required=False,
        max_length=USERNAME_LENGTH,
        help_text=gettext_lazy(
            "What the person types to sign in. Left empty it is what stands before the @."
        ),
    )


class PersonForm(ConcurrentEditForm):
    full_name = SafeCharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    username = SafeCharField(
        label=gettext_lazy("User name"),
        max_length=USERNAME_LENGTH,
        help_text=gettext_lazy("What the person types to sign in."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        validators=[validate_no_cpr],
        help_text=gettext_lazy("Needed to reset a forgotten password."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, help_text=ROLE_HELP)
    reason = SafeCharField(
        label=gettext_lazy("Why is it changed?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Is kept in the history, beside your name."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        values = {name: getattr(person, name) for name in PERSON_FIELDS}
        super().__init__(*args, values=values, **kwargs)


class TypedPasswordForm(forms.Form):
    """A password that an administrator types for somebody else."""

    password1 = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters."),
    )
    password2 = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("password1") != cleaned.get("password2"):
            self.add_error("password2", _("The two passwords differ: type the same one twice."))
        return cleaned


class LeaverForm(forms.Form):
    """Who gets what somebody is to act on: all of it, and what goes to somebody else."""

    everything = PersonField(
        May.LOG,
        label=gettext_lazy("Who gets it all?"),
        required=False,
        empty_label=gettext_lazy("Choose …"),
    )
    deactivated = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, leaver: User, by: User, shares: Sequence[Share], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shares = shares
        own = self._fields_of(shares)
        self.fields = {"everything": self.fields["everything"], **own, **self.fields}
        for name in ("everything", *own):
            field: Any = self.fields[name]
            field.queryset = field.queryset.exclude(pk=leaver.pk)
        if leaver.is_active and leaver != by:
            label = _("%(name)s leaves now, and may no longer sign in")
            self.fields["deactivated"].label = label % {"name": leaver}
        else:
            del self.fields["deactivated"]

    def _fields_of(self, shares: Sequence[Share]) -> dict[str, forms.Field]:
        # A field of its own name would stand before what a form has by that name.
        return {
            f"to_{share.kind.code}": PersonField(
                share.kind.right,
                label=f"{share.kind.label} ({format_number(share.number)})",
                required=False,
                empty_label=_("Whoever gets it all"),
            )
            for share in shares
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        everybody = cleaned.get("everything")
        for share in self.shares:
            name = f"to_{share.kind.code}"
            chosen = cleaned.get(name) or everybody
            if chosen and not chosen.may(share.kind.right):
                message = _("%(name)s may not do this: choose somebody else.")
                self.add_error(name, message % {"name": chosen})
            elif chosen:
                cleaned[name] = chosen
        named = any(cleaned.get(name) for name in self.fields if name.startswith("to_"))
        if not named and not cleaned.get("deactivated") and not self.errors:
            raise ValidationError(_("Choose who gets it."))
        return cleaned


class AccessReviewForm(forms.Form):
    """Nothing is typed: the list that is signed off is the one that was shown."""

    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, digest: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": digest}
        super().__init__(*args, **kwargs)
        self.digest = digest

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.digest:
            # Sent again it is about the list that is shown now.
            self.data = {**dict(self.data.items()), "seen": self.digest}
            raise ValidationError(CHANGED)
        return cleaned
