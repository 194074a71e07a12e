"""A form that asks once about what looks wrong, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.plausibility import NeedsConfirmation, Question


class ConfirmedField(forms.CharField):
    """The keys of the questions that the form has shown: sending it again confirms them."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=4000, widget=forms.HiddenInput)

    def clean(self, value: Any) -> frozenset[str]:
        return frozenset(super().clean(value).split(","))


class ConfirmingForm(forms.Form):
    """A form whose questions stand beside their fields, and whose button then says yes to them."""

    confirmed = ConfirmedField()
    questions: Sequence[Question] = ()

    def place_of(self, question: Question) -> str:
        """The name of the field that the question stands beside."""
        return question.field

    def show_questions(self, asked: NeedsConfirmation) -> None:
        self.questions = asked.questions
        data: Any = self.data
        data = data.copy()
        data["confirmed"] = ",".join(question.key for question in asked.questions)
        self.data = data
        for question in asked.questions:
            place = self.place_of(question)
            self.add_error(place if place in self.fields else None, question.text)
