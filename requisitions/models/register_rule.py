"""Criteria that are counted in the register: what they look for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import check
from core.history import ClockedHistory
from indicators.models import Criterion
from requisitions.models.choices import Question, Scope, State


class RegisterRule(ClockedHistory, models.Model):
    """What a criterion with the source «requisitions» looks for in the register.

    A count counts the cases in one of the states; a share those whose requester answers yes.
    """

    criterion = models.OneToOneField(
        Criterion, models.CASCADE, related_name="register_rule", verbose_name=_("criterion")
    )
    states = models.JSONField(
        _("states that count"),
        default=list,
        blank=True,
        help_text=_("For a count: a case counts while it is in one of these."),
    )
    scope = models.CharField(
        _("internal or external"),
        max_length=8,
        choices=Scope.choices,
        blank=True,
        help_text=_("Left empty: both."),
    )
    question = models.CharField(
        _("question of the follow-up"),
        max_length=20,
        choices=Question.choices,
        blank=True,
        help_text=_("For a share: yes among those who answered this question."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("requisitions that it counts")
        verbose_name_plural = _("requisitions that they count")
        constraints = [
            check(
                "register_rule_words_are_known",
                Q(scope__in=["", *Scope.values]) & Q(question__in=["", *Question.values]),
            ),
        ]

    def __str__(self) -> str:
        return self.get_question_display() or ", ".join(str(State(s).label) for s in self.states)
