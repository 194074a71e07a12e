"""Plausibility: what looks wrong is asked about once, and saved when somebody confirms it."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionCode(models.TextChoices):
    """The kinds of questions, as a row keeps those that somebody has confirmed."""

    OVER_WHOLE = "over_whole", _("more than the whole")
    SAME_FIGURE = "same_figure", _("the same figure was logged that day")
    TEN_TIMES = "ten_times", _("ten times the target or more")
    AFTER_DUE = "after_due", _("after the due date")
    AFTER_END = "after_end", _("after the end of the programme")
    BELOW_NOTHING = "below_nothing", _("more was paid back than paid")


@dataclass(frozen=True, slots=True)
class Question:
    """What looks wrong about a ``field``, in a sentence. ``code`` is kept with what is saved.

    ``of`` is the key of what the figure is for, where a form asks for figures of several.
    """

    code: str
    field: str
    text: str
    of: int | None = None

    @property
    def key(self) -> str:
        """Of this very sentence: with other figures it is another question."""
        asked = f"{self.code}|{self.of}|{self.field}|{self.text}"
        return hashlib.sha256(asked.encode()).hexdigest()[:16]


class NeedsConfirmation(ValidationError):
    """Nothing is saved before somebody has confirmed the ``questions``."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        by_field: dict[str, list[str]] = {}
        for question in questions:
            by_field.setdefault(question.field, []).append(question.text)
        super().__init__(by_field)


class Everything(Container[str]):
    """Every question there may be: for what was confirmed before, and cannot be asked."""

    def __contains__(self, key: object) -> bool:
        return True


EVERYTHING = Everything()


def check_confirmed(questions: Sequence[Question], confirmed: Container[str]) -> None:
    """Raise NeedsConfirmation, with all questions, where the key of one is not confirmed."""
    if any(question.key not in confirmed for question in questions):
        raise NeedsConfirmation(questions)


def codes_of(questions: Iterable[Question]) -> str:
    """What is kept in ``confirmed_field``: «after_due,ten_times»."""
    return ",".join(sorted({question.code for question in questions}))


def labels_of(confirmed: str) -> list[str]:
    """What was confirmed, in words, from what the column keeps."""
    known = dict(QuestionCode.choices)
    return [str(known.get(code, code)) for code in confirmed.split(",") if code]


def confirmed_field() -> models.CharField:
    """The column that keeps what somebody was asked about a row, and confirmed."""
    return models.CharField(_("confirmed"), max_length=200, blank=True, editable=False)
