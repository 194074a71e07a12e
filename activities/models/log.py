"""What happened: log entries with their hours."""

from decimal import Decimal
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.activity import Activity
from activities.models.querysets import (
    AttachmentQuerySet,
    LogEntryQuerySet,
    TimeEntryQuerySet,
)
from core import attachments
from core.constraints import check, unique
from core.history import ClockedHistory
from core.hours import in_hours, in_minutes, plain_hours
from core.plausibility import confirmed_field
from core.records import retraction_has_its_reason
from core.submissions import SubmittedRow, once_a_submission
from programs.models import MainArea, Program


class LogEntry(SubmittedRow):
    """What happened on a day, at an activity or for a main area as a whole."""

    is_logged = True  # see core/versions.py

    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="log_entries",
        verbose_name=_("activity"),
    )
    main_area = models.ForeignKey(
        MainArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="log_entries",
        verbose_name=_("main area"),
        help_text=_("Only for what belongs to no single activity."),
    )
    on = models.DateField(_("date"), db_index=True)
    text = models.TextField(_("what happened"))
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    approximate = models.BooleanField(_("attendance is a rough figure"), default=False)
    confirmed = confirmed_field()
    history = HistoricalRecords()
    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-on", "-recorded_at", "-pk"]
        indexes = [
            # Few are: sums of hours look up in it whose entries do not count.
            models.Index(
                fields=["id"],
                condition=Q(retracted_at__isnull=False),
                name="log_entry_retracted",
            )
        ]
        constraints = [
            once_a_submission("log_entry"),
            check(
                "log_entry_has_activity_or_main_area",
                Q(activity__isnull=False, main_area__isnull=True)
                | Q(activity__isnull=True, main_area__isnull=False),
                _("Choose either an activity or a main area."),
            ),
            retraction_has_its_reason("log_entry", _("Say why the entry is retracted.")),
            check(
                "log_entry_rough_attendance_is_given",
                Q(attendance__isnull=False) | Q(approximate=False),
                _("Only an attendance that is given can be rough."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.on:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:entry", args=[self.pk])

    @property
    def subject(self) -> Activity | MainArea:
        """What the entry is about."""
        # A constraint holds that one of them is there.
        return self.activity or cast(MainArea, self.main_area)

    @property
    def area(self) -> MainArea:
        subject = self.subject
        return subject.main_area if isinstance(subject, Activity) else subject

    @property
    def program(self) -> Program:
        return self.area.program

    @property
    def program_id(self) -> int:
        return self.area.program_id


MOST_HOURS_A_DAY = 24


class TimeEntry(ClockedHistory, models.Model):
    """Hours: the one table of them, whichever screen they are typed on.

    Those of a log entry stand at what the entry stands at, and count no more once it is retracted;
    those typed in a week have no entry, and are one row a person, activity and day.
    """

    is_logged = True  # see core/versions.py

    log_entry = models.OneToOneField(
        LogEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="time_entry",
        verbose_name=_("log entry"),
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="time_entries",
        verbose_name=_("activity"),
        db_index=False,  # the index of sums begins with it
    )
    main_area = models.ForeignKey(
        MainArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="time_entries",
        verbose_name=_("main area"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="time_entries",
        verbose_name=_("person"),
    )
    on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("hours"))
    confirmed = confirmed_field()

    history = HistoricalRecords()
    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("time entry")
        verbose_name_plural = _("time entries")
        ordering = ["-on", "-pk"]
        indexes = [
            # Holds all that the sums of a programme's hours ask for: they never read the rows.
            models.Index(
                fields=["activity", "person", "on", "minutes", "log_entry"], name="time_entry_sums"
            ),
        ]
        constraints = [
            check(
                "time_entry_fits_in_a_day",
                Q(minutes__gt=0, minutes__lte=60 * MOST_HOURS_A_DAY),
                _("A day has 24 hours: give more than 0 and at most 24."),
            ),
            check(
                "time_entry_has_one_subject",
                Q(activity__isnull=True) ^ Q(main_area__isnull=True),
                _("Choose an activity, or a main area where none fits."),
            ),
            unique(
                "time_entry_once_a_day_in_the_week",
                ["person", "activity", "on"],
                condition=Q(log_entry__isnull=True),
            ),
            unique(
                "time_entry_once_a_day_in_the_week_of_an_area",
                ["person", "main_area", "on"],
                condition=Q(log_entry__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{plain_hours(self.hours)} h {self.on}"

    @property
    def hours(self) -> Decimal:
        return in_hours(self.minutes)

    @hours.setter
    def hours(self, hours: Decimal) -> None:
        self.minutes = in_minutes(hours)

    @property
    def subject(self) -> Activity | MainArea:
        # A constraint holds that one of them is there.
        return self.activity or cast(MainArea, self.main_area)

    @property
    def program_id(self) -> int:
        return self.subject.program_id


class Attachment(attachments.Attachment):
    """A file of a log entry, handed out only to those who may see files."""

    belongs_to = "log_entry"
    log_entry = models.ForeignKey(
        LogEntry, models.PROTECT, related_name="attachments", verbose_name=_("log entry")
    )

    objects = AttachmentQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("activities:file", args=[self.key])

    @property
    def thumbnail_address(self) -> str:
        return reverse("activities:thumbnail", args=[self.key])
