"""What is done about a criterion that lags: why, what, who and by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.records import retraction_has_its_reason
from core.submissions import SubmittedRow, once_a_submission
from indicators.models.criterion import Criterion
from indicators.models.querysets import ActionQuerySet


class Action(SubmittedRow):
    """Why a criterion lags, and what somebody does about it by a day."""

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="actions", verbose_name=_("criterion")
    )
    cause = models.TextField(_("cause"))
    text = models.TextField(_("what is done"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="actions",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("by when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    history = HistoricalRecords()
    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        constraints = [
            once_a_submission("action"),
            retraction_has_its_reason("action", _("Say why the action is retracted.")),
            models.CheckConstraint(
                condition=~models.Q(cause="") & ~models.Q(text=""),
                name="action_says_why_and_what",
                violation_error_message=_("Say why the criterion lags, and what is done."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def program_id(self) -> int:
        return self.criterion.program_id

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.is_retracted
