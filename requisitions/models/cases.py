"""Requisitions: who asked for help, what came of it, and what they say afterwards.

Each owns one activity, so that hours, files and what happened are logged there as everywhere else;
its subject, main area, place and responsible are the activity's own.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import Activity, LogEntry
from core.history import ClockedHistory
from core.records import RetractableRow, retraction_has_its_reason
from directory.models import Contact, Organisation, Participant
from indicators.models import Criterion
from requisitions.models.choices import Channel, PartyRole, Question, Reply, Scope, State
from requisitions.models.querysets import RequisitionQuerySet, StateChangeQuerySet

if TYPE_CHECKING:
    from programs.models import Program

Q = models.Q


class Requisition(RetractableRow):
    """A case in the register."""

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="requisition", verbose_name=_("activity")
    )
    received_on = models.DateField(
        _("received on"), null=True, blank=True, help_text=_("Left empty: not known.")
    )
    channel = models.CharField(_("received by"), max_length=8, choices=Channel.choices, blank=True)
    requester_unknown = models.BooleanField(
        _("nobody knows who asked"), default=False, help_text=_("So nobody is asked for it again.")
    )
    scope = models.CharField(
        _("internal or external"), max_length=8, choices=Scope.choices, blank=True
    )
    scope_reason = models.CharField(
        _("why it is counted otherwise"),
        max_length=500,
        blank=True,
        help_text=_("Needed where it differs from what the requester suggests."),
    )
    asked = models.TextField(_("what is asked"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    # Decided before the requester is asked, so that nobody picks those with the right answer.
    relevant = models.BooleanField(_("relevant for the follow-up"), null=True, blank=True)
    log_entries = models.ManyToManyField(
        LogEntry,
        blank=True,
        related_name="documented_cases",
        verbose_name=_("also shown by"),
        help_text=_("Entries of other activities that document this case too."),
    )
    participants = models.ManyToManyField(
        Participant,
        blank=True,
        related_name="documented_cases",
        verbose_name=_("participants it brought"),
    )
    # One per opened form: pressing twice or sending again finds the first case.
    submission = models.UUIDField(null=True, editable=False)

    history = HistoricalRecords()
    objects = RequisitionQuerySet.as_manager()

    # Not stored: the state as of a day, where ``with_state`` has asked for it.
    state: str | None
    state_on: datetime.date | None
    # Not stored: set where a submission turns out to have been saved by an earlier press.
    was_saved_before = False

    class Meta:
        verbose_name = _("requisition")
        verbose_name_plural = _("requisitions")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recorded_by", "submission"], name="requisition_once_a_submission"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["", *Scope.values]) & Q(channel__in=["", *Channel.values]),
                name="requisition_words_are_known",
            ),
            retraction_has_its_reason(
                "requisition", _("Say why the case is taken out of the register.")
            ),
        ]

    def __str__(self) -> str:
        return self.activity.title

    def get_absolute_url(self) -> str:
        return reverse("requisitions:case", args=[self.pk])

    @property
    def program(self) -> Program:
        return self.activity.main_area.program


class Party(ClockedHistory, models.Model):
    """An organisation in a case: it asked, or it takes part in the work."""

    requisition = models.ForeignKey(
        Requisition, models.CASCADE, related_name="parties", verbose_name=_("requisition")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cases", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"), max_length=9, choices=PartyRole.choices, default=PartyRole.REQUESTER
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("contact"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["requisition", "-role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "organisation"],
                name="party_once_a_case",
                violation_error_message=_("It is in the case already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class StateChange(RetractableRow):
    """A state that the case came into: rows are added, never changed. The newest holds.

    One that was wrong is taken back with a reason: it stays to be read, and holds no more.
    """

    requisition = models.ForeignKey(
        Requisition, models.CASCADE, related_name="states", verbose_name=_("requisition")
    )
    state = models.CharField(_("state"), max_length=11, choices=State.choices)
    on = models.DateField(_("date"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("state")
        verbose_name_plural = _("states")
        ordering = ["-on", "-recorded_at", "-pk"]
        indexes = [
            # Holds all that is asked of the state of thousands of cases.
            models.Index(
                fields=["requisition", "on", "recorded_at", "id", "state"],
                condition=Q(retracted_at__isnull=True),
                name="state_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_is_known"),
            retraction_has_its_reason("state", _("Say why the state is taken back.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.on}"


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
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, new_methods="", better_cooperation="")
                | Q(
                    answered_on__isnull=False,
                    new_methods__in=Reply.values,
                    better_cooperation__in=Reply.values,
                ),
                name="follow_up_answers_both_questions",
                violation_error_message=_("Answer both questions; «don't know» is an answer too."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("asked_on")),
                name="follow_up_is_answered_after_asking",
                violation_error_message=_("It cannot be answered before it was asked."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.requisition)


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
            models.CheckConstraint(
                condition=Q(scope__in=["", *Scope.values]) & Q(question__in=["", *Question.values]),
                name="register_rule_words_are_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_question_display() or ", ".join(str(State(s).label) for s in self.states)
