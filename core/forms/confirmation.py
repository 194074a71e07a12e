"""Asking once about what looks wrong in a form, before it is saved.

A form comes back with its questions beside the fields, and their keys among what it sends: sending
it again confirms them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from core.cpr import question as question_of_cpr
from core.forms.fields import SafeCharField
from core.forms.reason import ReasonForm
from core.plausibility import NeedsConfirmation, Question, check_confirmed

MAX_LENGTH = 4000


class ConfirmedField(forms.CharField):
    """The keys of the questions that the form has shown."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=MAX_LENGTH, widget=forms.HiddenInput)

    def clean(self, value: Any) -> frozenset[str]:
        return _keys(super().clean(value))


class ConfirmingForm(forms.Form):
    """A form whose service asks: what was confirmed is handed to it as ``confirmed``."""

    confirmed = ConfirmedField()
    questions: Sequence[Question] = ()

    def place_of(self, question: Question) -> str:
        """The name of the field that the question stands beside."""
        return question.field


class ConfirmingReasonForm(ReasonForm, ConfirmingForm):
    """Asks why, and about what looks wrong."""


def check_texts(form: forms.Form) -> None:
    """Raise NeedsConfirmation for texts, and names of files, that may hold a CPR number."""
    sent = str(form.data.get("confirmed", ""))[:MAX_LENGTH]
    check_confirmed(list(_questions_of_texts(form)), _keys(sent))


def _questions_of_texts(form: forms.Form) -> Iterator[Question]:
    for name, value in form.cleaned_data.items():
        texts = [value] if isinstance(form.fields.get(name), SafeCharField) else []
        if name == "files":
            texts = [file.name for file in value]
        for text in texts:
            if isinstance(text, str) and (asked := question_of_cpr(text)):
                yield Question("cpr", name, asked)


def show_questions(form: forms.Form, asked: NeedsConfirmation) -> None:
    """Put the questions on the form, beside what it has confirmed already."""
    data: Any = form.data
    data = data.copy()
    keys = dict.fromkeys(question.key for question in asked.questions)
    known = _keys(str(data.get("confirmed", ""))[:MAX_LENGTH])
    data["confirmed"] = ",".join([*keys, *(known - keys.keys() - {""})])
    shown: Any = form
    shown.data, shown.questions = data, asked.questions
    for question in asked.questions:
        place = form.place_of(question) if isinstance(form, ConfirmingForm) else question.field
        form.add_error(place if place in form.fields else None, question.text)


def _keys(sent: str) -> frozenset[str]:
    return frozenset(sent.split(","))
