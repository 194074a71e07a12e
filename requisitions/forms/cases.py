"""The forms of the register: each asks for little, and says what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import PersonField
from accounts.models.roles import May
from activities.models import Place
from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import PastDateField, SafeCharField, SubmissionField, YesNoField
from core.forms.reason import ReasonField
from directory.forms.organisations import ContactForm, NewOrganisation, OrganisationNameField
from directory.models import Contact, Organisation, OrganisationKind
from directory.services.organisations import names_of_directory
from programs.models import MainArea
from requisitions.models.choices import Channel, PartyRole, Reply, Scope
from requisitions.services.cases import values_of
from requisitions.services.parties import UnlistedOrganisation
from requisitions.services.receiving import NewCaseInput

if TYPE_CHECKING:
    from requisitions.models import Requisition

EMPTY = [("", _("Choose …"))]
TITLE_LENGTH = 300
TEXT_LENGTH = 10_000


def text_field(label: Any, help_text: Any = "", rows: int = 5) -> SafeCharField:
    return SafeCharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RequesterMixin(forms.Form):
    """Who it is, from the directory or new to it: then its kind is asked for, and only then."""

    kind = forms.ChoiceField(
        label=_("What is it?"), required=False, choices=[*EMPTY, *OrganisationKind.choices]
    )
    # Those whose name is nearly the one typed.
    near: Sequence[Organisation] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind_widget = self.fields["kind"].widget
        self.fields["kind"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        who = cleaned.get("who")
        if isinstance(who, NewOrganisation):
            self.fields["kind"].widget = self._kind_widget
        if isinstance(who, NewOrganisation) and not cleaned.get("kind"):
            near = names_of_directory().near(who.name)
            self.near = list(Organisation.objects.in_bulk(near).values())
            self.add_error("kind", self._unknown(who.name))
        return cleaned

    @staticmethod
    def _unknown(name: str) -> ValidationError:
        message = _(
            "The directory has no «%(name)s». Say what it is, and it is added; or correct the name."
        )
        return ValidationError(message, params={"name": name})

    def named(self) -> Organisation | UnlistedOrganisation | None:
        """Who was named; one that is new comes with its kind."""
        who = self.cleaned_data["who"]
        if isinstance(who, NewOrganisation):
            return UnlistedOrganisation(kind=self.cleaned_data["kind"], name=who.name)
        return who


class ReceiveForm(RequesterMixin):
    """While somebody is on the telephone: three fields."""

    who = OrganisationNameField(
        label=_("Who asks?"),
        required=False,
        help_text=_("Begin to write, and choose. Leave it empty if you do not know yet."),
    )
    subject = SafeCharField(label=_("What is it about?"), max_length=TITLE_LENGTH)
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=Channel.choices,
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    submission = SubmissionField()
    field_order = ["who", "kind", "subject", "channel", "submission"]
    # Those of the fields that are fields of the case by the same name.
    facts = ("channel",)

    def taken(self) -> NewCaseInput:
        return NewCaseInput(
            subject=self.cleaned_data["subject"],
            requester=self.named(),
            facts={name: self.cleaned_data[name] for name in self.facts},
        )


class PartyForm(RequesterMixin):
    who = OrganisationNameField(
        label=_("Organisation"), help_text=_("Begin to write, and choose one from the directory.")
    )
    role = forms.ChoiceField(
        label=_("Role in the case"),
        choices=PartyRole.choices,
        initial=PartyRole.REQUESTER,
        widget=forms.RadioSelect,
    )
    field_order = ["who", "kind", "role"]


class CaseForm(ConcurrentEditForm):
    """A case's own fields."""

    def __init__(self, *args: Any, case: Requisition, **kwargs: Any) -> None:
        super().__init__(*args, values=values_of(case), **kwargs)


class FactsForm(CaseForm):
    subject = SafeCharField(label=_("What is it about?"), max_length=TITLE_LENGTH)
    received_on = PastDateField(
        label=_("Received on"), required=False, help_text=_("Left empty: not known.")
    )
    channel = forms.ChoiceField(
        label=_("Received by"), required=False, choices=[("", _("Not known")), *Channel.choices]
    )
    main_area = forms.ModelChoiceField(label=_("Main area"), queryset=MainArea.objects.none())
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.all(), required=False, empty_label=_("None")
    )
    responsible = PersonField(
        May.KEEP_REGISTERS, label=_("Responsible"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, case: Requisition, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        fields: dict[str, Any] = self.fields
        areas = MainArea.objects.select_related("program").order_by("-program__starts_on", "number")
        fields["main_area"].queryset = areas
        fields["main_area"].label_from_instance = lambda area: f"{area.program.slug} · {area}"
        fields["responsible"].keep(case.activity.responsible_id)


class TextsForm(CaseForm):
    asked = text_field(
        _("What is asked"),
        _("Write no private person's name, and nothing of anybody's faith or origin."),
    )
    done = text_field(_("What was done"), _("What TaskForce Integration did about it."))


class ScopeForm(CaseForm):
    scope = forms.ChoiceField(
        label=_("Internal or external"), choices=Scope.choices, widget=forms.RadioSelect
    )
    scope_reason = SafeCharField(
        label=_("Why it is counted otherwise"),
        max_length=500,
        required=False,
        help_text=_("Needed where it differs from what the requester suggests."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Requisition, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.initial["scope"] = case.scope or proposed


class StateForm(forms.Form):
    on = PastDateField(label=_("Date"), initial=today)
    note = SafeCharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, explained: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if explained:
            self.fields["note"].required = True
            self.fields["note"].label = _("Why?")


class PartyContactForm(ConcurrentEditForm, ContactForm):
    """One of the organisation's contacts, or somebody new."""

    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label=_("Nobody")
    )
    field_order = ["contact", "name", "role", "phone", "email", "keep_until"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["contact"].queryset = organisation.contacts.all()
        fields["name"].label, fields["name"].required = _("Or somebody new: name"), False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("role", "phone", "email") if cleaned.get(name)]
        if given and not cleaned.get("name"):
            self.add_error("name", _("Give the name of the new contact."))
        if cleaned.get("name") and cleaned.get("contact"):
            self.add_error("name", _("Either choose somebody, or write somebody new."))
        return cleaned

    def details(self) -> dict[str, Any]:
        """Of somebody new."""
        names = ("name", "role", "phone", "email", "keep_until")
        return {name: self.cleaned_data[name] for name in names}


class RelevantForm(ConcurrentEditForm):
    relevant = YesNoField(
        label=_("Is the case relevant for the follow-up?"),
        choices=[("yes", _("Yes: the requester is asked")), ("no", _("No: nobody is asked"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if answered:
            self.fields["reason"] = ReasonField(
                _("Why is it decided otherwise?"),
                help_text=_("The requester has answered already."),
            )


class LinkForm(forms.Form):
    """``seen`` is the link that stood when the page was opened; another one was not made since."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


def reply_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer; «don't know» is one too.")},
    )


class AnswersForm(forms.Form):
    """The two questions of the programme, as the requester reads them."""

    new_methods = reply_field(
        _("Have you used new methods after the help from TaskForce Integration?")
    )
    better_cooperation = reply_field(_("Has your cooperation with other actors become better?"))
    remarks = SafeCharField(
        label=_("Remarks"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text=_("Write no names of private persons."),
    )


class PhoneAnswersForm(AnswersForm):
    on = PastDateField(label=_("Date of the call"), initial=today)
    field_order = ["on", "new_methods", "better_cooperation", "remarks"]


class CorrectAnswersForm(ConcurrentEditForm, AnswersForm):
    reason = ReasonField(
        _("Why is it corrected?"),
        missing=_("Say why you correct it."),
        help_text=_("What was wrong, in a few words."),
    )
