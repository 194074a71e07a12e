"""Requisitions: who asked for help, and what came of it.

Each owns one activity, so that hours, files and what happened are logged there as everywhere else;
its subject, main area, place and responsible are the activity's own.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import Activity, LogEntry
from core.constraints import check, unique
from core.history import ClockedHistory
from core.records import RetractableRow, retraction_has_its_reason
from core.submissions import SubmittedRow, once_a_submission
from directory.models import Contact, Organisation, Participant
from requisitions.models.choices import Channel, PartyRole, Scope, State

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import Program


class RequisitionQuerySet(models.QuerySet):
    def of_program(self, program: Program) -> RequisitionQuerySet:
        return self.filter(activity__main_area__program=program)

    def of_responsible(self, user: User) -> RequisitionQuerySet:
        return self.filter(activity__responsible=user)

    def active(self) -> RequisitionQuerySet:
        """Without those taken out of the register."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: datetime.date) -> RequisitionQuerySet:
        """Without those received later; of an unknown day are all."""
        return self.filter(Q(received_on__isnull=True) | Q(received_on__lte=day))

    def with_state(self, as_of: datetime.date) -> RequisitionQuerySet:
        """``state`` and ``state_on``: the newest dated no later than the day, "" where none is."""
        own = _own_states().until(as_of)

        def as_it_was(stored: str, state: Any) -> models.Case:
            # Looked up only where what is stored came later.
            return models.Case(models.When(newest_state_on__lte=as_of, then=stored), default=state)

        then = Coalesce(models.Subquery(own.values("state")[:1]), models.Value(""))
        return self.annotate(
            state=as_it_was("newest_state", then),
            state_on=as_it_was("newest_state_on", models.Subquery(own.values("on")[:1])),
        )

    def with_newest_state(self) -> RequisitionQuerySet:
        """The same where no state lies ahead of the day: found by the index."""
        return self.annotate(state=models.F("newest_state"), state_on=models.F("newest_state_on"))

    def store_newest_state(self) -> None:
        """Take the newest state over from the states, whenever one is recorded or retracted."""
        own = _own_states()
        state, on = (models.Subquery(own.values(name)[:1]) for name in ("state", "on"))
        blank = models.Value("")
        self.update(newest_state=Coalesce(state, blank), newest_state_on=on)


def _own_states() -> StateChangeQuerySet:
    """Of each case the states that hold, for a subquery: the newest first."""
    return StateChange.objects.filter(requisition=models.OuterRef("pk")).active().newest_first()


class Requisition(SubmittedRow):
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

    # The newest of its states, of whatever day, so that thousands of cases are found by it:
    # ``store_newest_state`` keeps it so, and no form.
    newest_state = models.CharField(max_length=11, blank=True, editable=False)
    newest_state_on = models.DateField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["newest_state", "newest_state_on"])
    objects = RequisitionQuerySet.as_manager()

    # Not stored: the state as of a day, where ``with_state`` has asked for it.
    state: str
    state_on: datetime.date | None

    class Meta:
        verbose_name = _("requisition")
        verbose_name_plural = _("requisitions")
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(
                fields=["newest_state", "received_on", "id"],
                condition=Q(retracted_at__isnull=True),
                name="requisition_by_state",
            ),
            models.Index(fields=["newest_state_on"], name="requisition_by_day_of_state"),
        ]
        constraints = [
            once_a_submission("requisition"),
            check(
                "requisition_newest_state_has_its_day",
                Q(newest_state="", newest_state_on__isnull=True)
                | Q(newest_state__in=State.values, newest_state_on__isnull=False),
            ),
            check(
                "requisition_words_are_known",
                Q(scope__in=["", *Scope.values]) & Q(channel__in=["", *Channel.values]),
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

    @property
    def program_id(self) -> int:
        return self.activity.program_id


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
            unique(
                "party_once_a_case",
                ["requisition", "organisation"],
                _("It is in the case already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def program_id(self) -> int:
        return self.requisition.program_id


class StateChangeQuerySet(models.QuerySet):
    def active(self) -> StateChangeQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: datetime.date) -> StateChangeQuerySet:
        return self.filter(on__lte=day)

    def newest_first(self) -> StateChangeQuerySet:
        """Of one day the one recorded last comes first."""
        return self.order_by("-on", "-recorded_at", "-pk")

    def in_force(self, day: datetime.date) -> StateChangeQuerySet:
        """At the head the state that a case is in on the day, then those before it."""
        return self.active().until(day).newest_first()


class StateChange(RetractableRow):
    """A state that the case came into: rows are added, never changed. The newest holds.

    One that was wrong is retracted with a reason: it stays to be read, and holds no more.
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
            check("state_is_known", Q(state__in=State.values)),
            retraction_has_its_reason("state", _("Say why the state is taken back.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.on}"

    @property
    def program_id(self) -> int:
        return self.requisition.program_id
