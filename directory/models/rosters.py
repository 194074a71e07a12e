"""Who took part in an activity: organisations, school classes, dialogue consultants."""

from typing import cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.activity import Activity
from core.clock import now
from core.constraints import check, unique
from core.history import ClockedHistory
from core.records import RetractableRow, retraction_has_its_reason
from core.sorting import danish_key
from directory.models.organisations import Organisation, OrganisationKind, SchoolClass
from directory.models.querysets import ParticipantQuerySet

SCHOOL_CLASS = "school_class"
CONSULTANT = "consultant"
# What a participant can be: an organisation of some kind, a class, a person.
ROSTER_KINDS = [
    *OrganisationKind.choices,
    (SCHOOL_CLASS, _("School class")),
    (CONSULTANT, _("Dialogue consultant")),
]


class Consultant(ClockedHistory, models.Model):
    """A dialogue consultant: as little of a private person as will do, kept until a date.

    When the time is up the name goes and the row stays, so that counts stay what they were.
    """

    name = models.CharField(_("name"), max_length=200, blank=True)
    workplace = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultants",
        verbose_name=_("workplace or association"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    keep_until = models.DateField(
        _("keep until"), help_text=_("After that day the person is removed, from history too.")
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dialogue consultant")
        verbose_name_plural = _("dialogue consultants")
        ordering = ["name", "pk"]
        constraints = [
            check(
                "consultant_has_a_name_until_removed",
                Q(removed_at__isnull=True) & ~Q(name="")
                | Q(removed_at__isnull=False, name="", email="", phone=""),
                _("Give the consultant a name."),
            ),
        ]

    def __str__(self) -> str:
        # Whoever forgets to ask who reads it shows a number, never a name.
        return self.alias

    def get_absolute_url(self) -> str:
        return reverse("directory:consultant", args=[self.pk])

    @property
    def alphabetical(self) -> tuple[str, str]:
        return danish_key(self.name)

    @property
    def alias(self) -> str:
        """What those read who may not see people, and everybody once the name is removed."""
        return gettext("Dialogue consultant no. %s") % self.pk

    def shown(self, *, people: bool) -> str:
        """The name, where ``people`` says that the reader may see people; else the alias."""
        return self.name if people and self.name else self.alias


class Participant(RetractableRow):
    """One line of an activity's roster: from when, until when, and when it was completed.

    Whoever joins again after leaving has a further line, of days apart from the first.
    """

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="participants", verbose_name=_("activity")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    school_class = models.ForeignKey(
        SchoolClass,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("school class"),
    )
    consultant = models.ForeignKey(
        Consultant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("dialogue consultant"),
    )
    joined_on = models.DateField(_("takes part from"))
    left_on = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("From that day on it does not count.")
    )
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    # One per list that was sent: its lines are told from those of other lists, sent twice or not.
    submission = models.UUIDField(null=True, editable=False)

    history = HistoricalRecords()
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["activity", "joined_on", "pk"]
        indexes = [models.Index(fields=["activity", "joined_on"], name="participant_of_activity")]
        constraints = [
            check(
                "participant_is_one_of_three",
                Q(organisation__isnull=False, school_class__isnull=True, consultant__isnull=True)
                | Q(organisation__isnull=True, school_class__isnull=False, consultant__isnull=True)
                | Q(organisation__isnull=True, school_class__isnull=True, consultant__isnull=False),
                _("Choose an organisation, a school class or a person."),
            ),
            *(
                unique(
                    f"participant_{who}_once_an_activity",
                    ["activity", who],
                    _("It is on the roster already."),
                    condition=Q(retracted_at__isnull=True, left_on__isnull=True),
                )
                for who in ("organisation", "school_class", "consultant")
            ),
            check(
                "participant_leaves_after_joining",
                Q(left_on__isnull=True) | Q(left_on__gt=models.F("joined_on")),
                _("It leaves after the day on which it joined."),
            ),
            check(
                "participant_completes_after_joining",
                Q(completed_on__isnull=True) | Q(completed_on__gte=models.F("joined_on")),
                _("It cannot be completed before it began."),
            ),
            retraction_has_its_reason("participant", _("Say why it is taken off the roster.")),
        ]

    def __str__(self) -> str:
        return str(self.who)

    def shown(self, *, people: bool) -> str:
        """What it is called; a person by name only where ``people`` may be seen."""
        return self.consultant.shown(people=people) if self.consultant else str(self)

    @property
    def who(self) -> Organisation | SchoolClass | Consultant:
        # A constraint holds that one of the three is there.
        return cast(
            "Organisation | SchoolClass | Consultant",
            self.organisation or self.school_class or self.consultant,
        )

    @property
    def kind(self) -> str:
        """One of ``ROSTER_KINDS``."""
        if self.organisation:
            return self.organisation.kind
        return SCHOOL_CLASS if self.school_class else CONSULTANT

    @property
    def program_id(self) -> int:
        return self.activity.program_id
