"""The forms of a section: its text, its return, its next author, a picture's words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.choosing import PersonField
from accounts.models.roles import May
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import SafeCharField
from core.meanwhile import ChangedMeanwhile
from indicators.models.choices import Status
from reports.models import Content, Section, SectionPicture
from reports.models.sections import MAX_TEXT
from reports.rules.differences import DiffLine, lines_of_two
from reports.services.writing import Press

_PRESS = re.compile(
    r"(ready|take_back|approve|seen|return|hand_over)|"
    r"(cite-entry|cite-measurement|uncite|picture|unpicture)-([0-9]{1,18})"
)
PICTURE_FIELDS = ("alternative_text", "caption")


class PressField(forms.CharField):
    """Which of the form's buttons was pressed, beside «save»; what no button says is nothing."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=50)

    def clean(self, value: Any) -> Press:
        found = _PRESS.fullmatch(super().clean(value))
        if not found:
            return Press()
        return Press(found[1]) if found[1] else Press(found[2], int(found[3]))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SectionForm(ConcurrentEditForm):
    """The text; in a criterion's section the judgement that stands beside the computed status."""

    text = SafeCharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "class": "form-control"}),
    )
    overruled_status = forms.ChoiceField(
        label=gettext_lazy("Judge it otherwise than computed"),
        required=False,
        choices=[("", gettext_lazy("As computed")), *Status.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    overruled_reason = SafeCharField(
        label=gettext_lazy("Why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    press = PressField()
    # Of a text that somebody else wrote meanwhile and one's own.
    difference: list[DiffLine] | None = None

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        names = ["text"]
        if section.content == Content.CRITERION:
            names += ["overruled_status", "overruled_reason"]
        values = {name: getattr(section, name) for name in names}
        super().__init__(*args, values=values, **kwargs)
        for name in {"overruled_status", "overruled_reason"} - set(names):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("overruled_status") and not cleaned.get("overruled_reason"):
            message = _("Say why it is judged otherwise than computed.")
            raise ValidationError({"overruled_reason": message})
        if not cleaned.get("overruled_status") and "overruled_reason" in cleaned:
            cleaned["overruled_reason"] = ""
        return cleaned

    def show_conflicts(self, changed: ChangedMeanwhile) -> None:
        mine = self.cleaned_data["text"]
        super().show_conflicts(changed)
        if any(conflict.name == "text" for conflict in changed.conflicts):
            self.difference = lines_of_two(str(changed.current["text"]), mine)


class ReturnForm(forms.Form):
    comment = SafeCharField(
        label=gettext_lazy("What is to be done about it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The author sees it on My page and above the text."),
    )


class HandOverForm(ConcurrentEditForm):
    author = PersonField(
        May.WRITE_SECTIONS, label=gettext_lazy("Who writes it from now on?"), empty_label=None
    )

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, values={"author": section.author}, **kwargs)


class PictureForm(ConcurrentEditForm):
    alternative_text = SafeCharField(
        label=gettext_lazy("Alternative text"),
        max_length=300,
        help_text=gettext_lazy(
            "What the picture shows, for those who hear it. No private person's name."
        ),
        error_messages={"required": gettext_lazy("Say what the picture shows.")},
    )
    caption = SafeCharField(label=gettext_lazy("Caption"), required=False, max_length=200)

    def __init__(self, *args: Any, picture: SectionPicture | None = None, **kwargs: Any) -> None:
        values = {name: getattr(picture, name) for name in PICTURE_FIELDS} if picture else {}
        super().__init__(*args, values=values, **kwargs)
