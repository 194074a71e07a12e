"""Questions that the committee asks of a programme, and what it was answered."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import check
from core.records import retraction_has_its_reason
from core.submissions import SubmittedRow, once_a_submission
from indicators.models import Criterion
from programs.models import Program
from reports.models.sections import Section

MAX_ANSWER = 8_000


class QuestionQuerySet(models.QuerySet):
    def active(self) -> QuestionQuerySet:
        return self.filter(retracted_at__isnull=True)

    def open(self) -> QuestionQuerySet:
        """Those that nobody has approved an answer to."""
        return self.active().filter(approved_at__isnull=True)


class Question(SubmittedRow):
    """What somebody asks, by when, who answers it, and the answer.

    ``answer`` has live figures as a section's text. Approved, it stands as ``answered``, with the
    figures as they were on ``as_of``.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="questions", verbose_name=_("programme")
    )
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("success criterion"),
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("section"),
    )
    asked = models.TextField(_("what is asked"))
    asked_by = models.CharField(_("who asks"), max_length=200)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("deadline"))
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who answers"),
    )
    answer = models.TextField(_("answer"), blank=True, max_length=MAX_ANSWER)
    answered = models.TextField(_("approved answer"), blank=True)
    as_of = models.DateField(_("figures as of"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )

    history = HistoricalRecords()
    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-received_on", "-pk"]
        constraints = [
            once_a_submission("question"),
            check(
                "question_says_what_and_who",
                ~Q(asked="") & ~Q(asked_by=""),
                _("Say what is asked, and by whom."),
            ),
            check(
                "question_is_due_after_it_came",
                Q(received_on__lte=models.F("due_on")),
                _("The deadline lies before the day on which the question came."),
            ),
            check(
                "question_approved_has_its_answer",
                (
                    Q(approved_at__isnull=True, approved_by__isnull=True, as_of__isnull=True)
                    & Q(answered="")
                )
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False, as_of__isnull=False)
                    & ~Q(answered="")
                ),
            ),
            retraction_has_its_reason("question", _("Say why the question is taken back.")),
        ]

    def __str__(self) -> str:
        return self.asked if len(self.asked) <= 120 else f"{self.asked[:119]}…"

    def get_absolute_url(self) -> str:
        return reverse("reports:question", args=[self.pk])

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def is_overdue(self, day: datetime.date) -> bool:
        return not self.is_approved and not self.is_retracted and self.due_on < day
