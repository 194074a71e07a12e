"""The forms of a question: what is asked, and its answer."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import PersonField
from accounts.models import User
from accounts.models.roles import May
from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import DanishDateField, SafeCharField, SubmissionField
from indicators.models import Criterion
from programs.models import Program
from reports.models import Question, Section
from reports.models.questions import MAX_ANSWER
from reports.services.questions import QUESTION_FIELDS, QuestionInput

WITHIN = datetime.timedelta(days=7)  # the deadline that a new question proposes


class QuestionForm(ConcurrentEditForm):
    asked = SafeCharField(
        label=_("What is asked?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    asked_by = SafeCharField(
        label=_("Who asks?"),
        max_length=200,
        help_text=_("The committee, a party's group, the administration: no private person."),
    )
    received_on = DanishDateField(label=_("Received on"))
    due_on = DanishDateField(label=_("Deadline"))
    given_to = PersonField(May.WRITE_SECTIONS, label=_("Who answers?"), empty_label=None)
    criterion = forms.ModelChoiceField(
        Criterion.objects.none(),
        label=_("About which success criterion?"),
        required=False,
        empty_label=_("The programme as a whole"),
    )
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("About which section of a report?"),
        required=False,
        empty_label=_("None in particular"),
    )
    submission = SubmissionField()

    def __init__(
        self,
        *args: Any,
        user: User,
        program: Program,
        question: Question | None = None,
        **kwargs: Any,
    ) -> None:
        values = {name: getattr(question, name) for name in QUESTION_FIELDS} if question else {}
        if not question:
            day = today()
            proposed = {"received_on": day, "due_on": day + WITHIN, "given_to": user}
            kwargs["initial"] = {**proposed, **kwargs.get("initial", {})}
        super().__init__(*args, values=values, **kwargs)
        self._offer(program, question)

    def _offer(self, program: Program, question: Question | None) -> None:
        fields: Any = self.fields
        fields["given_to"].keep(question.given_to_id if question else None)
        fields["criterion"].queryset = Criterion.objects.of_program(program).in_order()
        sections = Section.objects.filter(report__program=program, removed_at__isnull=True)
        fields["section"].queryset = sections.select_related("report").order_by(
            "-report__number", "position", "pk"
        )
        fields["section"].label_from_instance = lambda one: f"{one.report}: {one.title}"

    def given(self) -> QuestionInput:
        return QuestionInput(**{name: self.cleaned_data[name] for name in QUESTION_FIELDS})


class AnswerForm(ConcurrentEditForm):
    answer = SafeCharField(
        label=_("Answer"),
        required=False,
        max_length=MAX_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, values={"answer": question.answer}, **kwargs)
