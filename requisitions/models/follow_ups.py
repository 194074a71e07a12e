"""What the requester says of a case afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import check
from core.history import ClockedHistory
from requisitions.models.cases import Requisition
from requisitions.models.choices import Reply


class FollowUp(ClockedHistory, models.Model):
    """The requester is asked, and answers once: on the telephone, or through a personal link.

    Of the link only a digest is kept, so that nobody who reads the database can answer with it.
    """

    requisition = models.OneToOneField(
        Requisition, models.PROTECT, related_name="follow_up", verbose_name=_("requisition")
    )
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    token_sha256 = models.CharField(
        max_length=64, null=True, blank=True, unique=True, editable=False
    )
    expires_at = models.DateTimeField(_("the link expires"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    new_methods = models.CharField(
        _("new methods used"), max_length=9, choices=Reply.choices, blank=True
    )
    better_cooperation = models.CharField(
        _("better cooperation with other actors"),
        max_length=9,
        choices=Reply.choices,
        blank=True,
    )
    remarks = models.TextField(_("remarks"), blank=True)
    # Null where the requester answered through the link.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled in by"),
    )

    history = HistoricalRecords(excluded_fields=["token_sha256"])

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["requisition"]
        constraints = [
            check(
                "follow_up_answers_both_questions",
                Q(answered_on__isnull=True, new_methods="", better_cooperation="")
                | Q(
                    answered_on__isnull=False,
                    new_methods__in=Reply.values,
                    better_cooperation__in=Reply.values,
                ),
                _("Answer both questions; «don't know» is an answer too."),
            ),
            check(
                "follow_up_is_answered_after_asking",
                Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("asked_on")),
                _("It cannot be answered before it was asked."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.requisition)

    @property
    def program_id(self) -> int:
        return self.requisition.program_id
