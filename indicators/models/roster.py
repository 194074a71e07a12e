"""Criteria that are counted from rosters: what they look for, and who is ticked."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import check
from core.history import ClockedHistory
from core.records import RetractableRow, retraction_has_its_reason
from directory.models import ROSTER_KINDS, SCHOOL_CLASS, OrganisationKind, Participant
from indicators.models.choices import Answer
from indicators.models.criterion import Criterion


class RosterRule(ClockedHistory, models.Model):
    """What a criterion with the source «participants» looks for on its activities' rosters.

    A count counts participants of the kind, each once; a share those that are ticked for it.
    """

    criterion = models.OneToOneField(
        Criterion, models.CASCADE, related_name="roster_rule", verbose_name=_("criterion")
    )
    kind = models.CharField(_("who is counted"), max_length=20, choices=ROSTER_KINDS)
    bilingual_over = models.DecimalField(
        _("bilingual pupils, more than (per cent)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Only classes of schools, or schools, above this share. Empty: all of them."),
    )
    follow_up_months = models.PositiveSmallIntegerField(
        _("follow-up after (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("For a share: each is asked so long after completing. Empty: no follow-up."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("roster that it counts")
        verbose_name_plural = _("rosters that they count")
        constraints = [
            check("roster_rule_kind_is_known", Q(kind__in=[kind for kind, _label in ROSTER_KINDS])),
            check(
                "roster_rule_bilingual_is_for_schools",
                Q(bilingual_over__isnull=True)
                | Q(
                    kind__in=[OrganisationKind.SCHOOL, SCHOOL_CLASS],
                    bilingual_over__gte=0,
                    bilingual_over__lt=100,
                ),
                _(
                    "Only schools and school classes have bilingual pupils: choose one of them "
                    "with a percentage from 0 to below 100, or leave it empty."
                ),
            ),
            check(
                "roster_rule_follow_up_is_later",
                Q(follow_up_months__isnull=True) | Q(follow_up_months__gte=1),
                _("Give at least one month, or leave it empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Tick(RetractableRow):
    """What is known of one participant for one criterion on a day. The newest decides."""

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="ticks", verbose_name=_("criterion")
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="ticks", verbose_name=_("participant")
    )
    on = models.DateField(_("date"))
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tick")
        verbose_name_plural = _("ticks")
        ordering = ["-on", "-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["criterion", "participant", "on"], name="tick_newest"),
        ]
        constraints = [
            check("tick_answer_is_known", Q(answer__in=Answer.values)),
            retraction_has_its_reason("tick", _("Say why the tick is taken back.")),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.answer} {self.on}"

    @property
    def program_id(self) -> int:
        return self.criterion.program_id
