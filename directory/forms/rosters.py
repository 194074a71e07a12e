"""The forms of a roster: one participant, a whole list with its review, a copy, dates."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import (
    DanishDateField,
    DateInput,
    PastDateField,
    SafeCharField,
    SubmissionField,
)
from core.forms.reason import ReasonField
from core.numbers import format_number
from core.sorting import danish_key
from directory.forms.organisations import KeepUntilField, OrganisationNameField
from directory.models import Organisation, OrganisationKind, Participant
from directory.rules.lists import MAX_CLASS, MAX_LINES, MAX_NAME, Line, LineKind, carried, lines_of
from directory.rules.sheets import read_sheet
from directory.services.rosters import AT, NEW, LineDecision


class RosterAdditionForm(forms.Form):
    """From when they take part; of people, until when they are kept."""

    joined_on = PastDateField(label=gettext_lazy("Takes part from"), initial=today)
    keep_until = KeepUntilField()

    def __init__(self, *args: Any, what: LineKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        if what != LineKind.CONSULTANT:
            del self.fields["keep_until"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")

    @property
    def list_id(self) -> uuid.UUID | None:
        """By which a list that is sent again is known."""
        return None


class ListSubmissionForm(RosterAdditionForm):
    """Sent twice, its list is saved once; another list from the same form is another."""

    submission = SubmissionField(required=False)

    @property
    def list_id(self) -> uuid.UUID | None:
        # Whoever goes back in the browser has the same form again, and may type something else.
        form = self.cleaned_data.get("submission")
        return uuid.uuid5(form, self.text_of_list()) if form else None

    def text_of_list(self) -> str:
        raise NotImplementedError


class OneParticipantForm(ListSubmissionForm):
    """One participant, found while one types; becomes a list of one line."""

    field_order = ["name", "beside", "joined_on", "keep_until"]

    def __init__(self, *args: Any, what: LineKind, **kwargs: Any) -> None:
        super().__init__(*args, what=what, **kwargs)
        for name, field in _fields_of_one(what).items():
            field.widget.attrs.setdefault("class", "form-control")
            self.fields[name] = field
        self.order_fields(self.field_order)

    def line(self) -> Line:
        return Line(1, _typed(self.cleaned_data["name"]), _typed(self.cleaned_data.get("beside")))

    def text_of_list(self) -> str:
        return self.line().text

    def decision(self) -> LineDecision | None:
        """What was chosen of the directory needs no second look."""
        chosen = self.cleaned_data["name"]
        known = isinstance(chosen, Organisation)
        return LineDecision(self.line(), f"{AT}{chosen.pk}") if known else None

    def new_person(self) -> LineDecision:
        """Somebody nobody knows yet, at the workplace that was chosen."""
        workplace = self.cleaned_data["beside"]
        known = isinstance(workplace, Organisation)
        return LineDecision(self.line(), f"{NEW}{workplace.pk}" if known else NEW)


def _fields_of_one(what: LineKind) -> dict[str, forms.Field]:
    if what == LineKind.ORGANISATION:
        return {"name": OrganisationNameField(label=_("Organisation"))}
    if what == LineKind.SCHOOL_CLASS:
        school = OrganisationNameField(label=_("School"), kind=OrganisationKind.SCHOOL)
        return {"name": school, "beside": SafeCharField(label=_("Class"), max_length=MAX_CLASS)}
    workplace = OrganisationNameField(
        label=_("Workplace or association"),
        required=False,
        help_text=_("Kept where the directory has it."),
    )
    return {"name": SafeCharField(label=_("Name"), max_length=MAX_NAME), "beside": workplace}


def _typed(value: Any) -> str:
    return getattr(value, "name", value) or ""


class LinesField(SafeCharField):
    """A list, one a line. CPR numbers are refused line by line, by the number of the line."""

    widget = forms.Textarea
    default_validators = []

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        count = sum(1 for line in text.splitlines() if line.strip())
        if count > MAX_LINES:
            raise too_many(count)
        return text


def too_many(count: int) -> ValidationError:
    message = _("The list has %(count)s lines: add at most %(most)s at a time, in several lists.")
    numbers = {"count": format_number(count), "most": MAX_LINES}
    return ValidationError(message, code="too_many", params=numbers)


class ParticipantListForm(ListSubmissionForm):
    """A whole list, pasted or from a sheet: read to lines, and not yet saved."""

    text = LinesField(
        label=gettext_lazy("Paste names, one a line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    sheet = forms.FileField(
        label=gettext_lazy("… or choose a file (.xlsx, .ods, .csv)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        help_text=gettext_lazy("The names stand under a heading «Navn», or in its first column."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("New ones are"),
        choices=OrganisationKind.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text=gettext_lazy("Can be changed for each before anything is saved."),
    )
    field_order = ["text", "sheet", "kind", "joined_on", "keep_until"]
    lines: Sequence[Line] = ()

    def __init__(self, *args: Any, what: LineKind, **kwargs: Any) -> None:
        super().__init__(*args, what=what, **kwargs)
        if what != LineKind.ORGANISATION:
            del self.fields["kind"]
        self.fields["text"].help_text = {
            LineKind.ORGANISATION: _("Straight from a letter or a sheet; at most 400 at a time."),
            LineKind.SCHOOL_CLASS: _("School and class in a line: Nørrebro Skole; 8.b"),
            LineKind.CONSULTANT: _(
                "Name, and after a semicolon the workplace: Anna Holm; Kulturhuset"
            ),
        }[what]
        if what != LineKind.ORGANISATION:
            self.fields["sheet"].help_text = _("The same two, in its first two columns.")

    def clean(self) -> dict[str, Any]:
        text, sheet = self.cleaned_data.get("text"), self.cleaned_data.get("sheet")
        if sheet:
            self.lines = self._lines_of(sheet)
        elif text:
            self.lines = lines_of(text, self.what)
        if not self.lines and not self.errors:
            self.add_error("text", _("Paste a list, or choose a file with one."))
        return self.cleaned_data

    def _lines_of(self, sheet: Any) -> Sequence[Line]:
        try:
            lines = read_sheet(sheet, self.what)
            if len(lines) > MAX_LINES:
                raise ValidationError(
                    _("The sheet has more than %(most)s names: add it in several parts.")
                    % {"most": MAX_LINES}
                )
        except ValidationError as error:
            self.add_error("sheet", error)
            return ()
        if not lines:
            self.add_error("sheet", _("The first column of the first sheet is empty."))
        return lines


class HiddenListForm(ListSubmissionForm):
    """A list that was read, on its way through the review: hidden there."""

    text = LinesField(required=False, strip=False)
    kind = forms.ChoiceField(choices=OrganisationKind.choices, required=False)

    def text_of_list(self) -> str:
        return self.cleaned_data["text"]

    def lines(self) -> list[Line]:
        text = self.cleaned_data["text"]
        return carried(text, self.what) if text else []


class ParticipantsField(forms.MultipleChoiceField):
    """Some of those who are offered, cleaned to participants.

    Not Django's field for rows, which asks the database for whatever number is sent.
    """

    offered: Mapping[str, Participant] = {}

    def offer(self, participants: Iterable[Participant]) -> None:
        self.offered = {str(participant.pk): participant for participant in participants}
        self.choices = [(key, key) for key in self.offered]

    def name(self) -> None:
        """Let them be chosen by their names, in Danish order: only by those who may see people."""
        named = [(key, one.shown(people=True)) for key, one in self.offered.items()]
        named.sort(key=lambda choice: danish_key(choice[1]))
        self.choices = named

    def clean(self, value: Any) -> list[Participant]:
        return [self.offered[key] for key in super().clean(value)]


class CopyForm(RosterAdditionForm):
    """Those of another roster that come along: all of them, unless a tick is taken out."""

    chosen = ParticipantsField(
        label=gettext_lazy("Participants"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, offered: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, what=LineKind.ORGANISATION, **kwargs)
        field: Any = self.fields["chosen"]
        field.offer(offered)
        field.name()
        field.initial = list(field.offered)


class RosterDatesForm(forms.Form):
    """Several of a roster at once, on a day."""

    on = PastDateField(
        label=gettext_lazy("Date"),
        initial=today,
        widget=DateInput(attrs={"class": "form-control"}),
    )
    what = forms.ChoiceField(
        choices=[("completed_on", gettext_lazy("Completed")), ("left_on", gettext_lazy("Left"))]
    )
    chosen = ParticipantsField(
        error_messages={"required": gettext_lazy("Tick those whom it is about first.")},
    )

    def __init__(self, *args: Any, offered: Iterable[Participant] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.offer(offered)


class DatesForm(ConcurrentEditForm):
    joined_on = DanishDateField(label=gettext_lazy("Takes part from"))
    completed_on = DanishDateField(label=gettext_lazy("Completed on"), required=False)
    left_on = DanishDateField(
        label=gettext_lazy("Left on"),
        required=False,
        help_text=gettext_lazy("From that day on it does not count."),
    )
    reason = ReasonField(gettext_lazy("Why is it changed?"))
