"""Sections of a status report, with the pictures and the evidence that were taken into them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import Attachment, LogEntry
from core.constraints import check, unique
from core.history import ClockedHistory
from indicators.models import Criterion, Measurement
from indicators.models.choices import Status
from programs.models import MainArea
from reports.models.choices import Content, SectionState
from reports.models.reports import StatusReport

MAX_TEXT = 20_000
LEVELS = (1, 2, 3)


class Section(ClockedHistory, models.Model):
    """A heading with what the product knows beneath it and what people write.

    ``text`` is plain, with live figures as ``reports.rules.tokens`` reads them. A section with
    ``removed_at`` was cut: it stays to be put back.
    """

    report = models.ForeignKey(
        StatusReport, models.CASCADE, related_name="sections", verbose_name=_("status report")
    )
    position = models.PositiveIntegerField(_("order"))
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    title = models.CharField(_("title"), max_length=200)
    content = models.CharField(
        _("content"), max_length=10, choices=Content.choices, default=Content.TEXT
    )
    main_area = models.ForeignKey(
        MainArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main area"),
    )
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("success criterion"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="authored_sections",
        verbose_name=_("author"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_sections",
        verbose_name=_("reviewer"),
    )
    guidance = models.TextField(_("guidance"), blank=True)
    state = models.CharField(
        _("state"), max_length=11, choices=SectionState.choices, default=SectionState.EMPTY
    )
    comment = models.TextField(_("comment"), blank=True)
    text = models.TextField(_("text"), blank=True, max_length=MAX_TEXT)
    # Beside the computed one, which is shown too.
    overruled_status = models.CharField(
        _("judged status"), max_length=14, choices=Status.choices, blank=True
    )
    overruled_reason = models.TextField(_("why it is judged otherwise"), blank=True)
    removed_at = models.DateTimeField(_("cut at"), null=True, blank=True)
    # Of the form that a free section was added by, so that it is added once.
    submission = models.UUIDField(null=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "position", "pk"]
        constraints = [
            unique("section_once_a_submission", ["report", "submission"]),
            check("section_level_is_known", Q(level__in=LEVELS)),
            check(
                "section_words_are_known",
                Q(state__in=SectionState.values)
                & Q(content__in=Content.values)
                & Q(overruled_status__in=["", *Status.values]),
            ),
            check("section_has_a_title", ~Q(title=""), _("Give the section a title.")),
            check(
                "section_names_what_it_is_about",
                (Q(content=Content.CRITERION) & Q(criterion__isnull=False))
                | (~Q(content=Content.CRITERION) & Q(criterion__isnull=True)),
            ),
            check(
                "section_of_an_area_names_it",
                ~Q(content=Content.MAIN_AREA) | Q(main_area__isnull=False),
            ),
            check(
                "section_overruled_says_why",
                Q(overruled_status="", overruled_reason="")
                | (~Q(overruled_status="") & ~Q(overruled_reason="")),
                _("Say why it is judged otherwise than computed."),
            ),
            check(
                "section_overruled_has_a_criterion",
                Q(overruled_status="") | Q(content=Content.CRITERION),
            ),
            check(
                "section_returned_says_why",
                ~Q(state=SectionState.RETURNED) | ~Q(comment=""),
                _("Say what is to be done about it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        report = self.report
        return reverse("reports:section", args=[report.program.slug, report.number, self.pk])

    @property
    def program_id(self) -> int:
        return self.report.program_id


class OfSection(ClockedHistory, models.Model):
    """A row of a section that is added and taken away, never changed unseen."""

    section: models.ForeignKey[Section]

    class Meta:
        abstract = True

    @property
    def program_id(self) -> int:
        return self.section.program_id


class SectionPicture(OfSection):
    """A picture of a log entry that was taken into a section."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="pictures", verbose_name=_("section")
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name=_("file")
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What the picture shows, for those who hear it. No private person's name."),
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    # In pixels, so that no page has to open the file; 0 where nobody has looked.
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["section", "position", "pk"]
        constraints = [
            unique(
                "section_picture_once",
                ["section", "attachment"],
                _("The section has that picture already."),
            ),
            check(
                "section_picture_has_its_words",
                ~Q(alternative_text=""),
                _("Say what the picture shows."),
            ),
        ]

    def __str__(self) -> str:
        return self.alternative_text


class Citation(OfSection):
    """A log entry or a measurement that a section refers to as evidence."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="citations", verbose_name=_("section")
    )
    log_entry = models.ForeignKey(
        LogEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("log entry"),
    )
    measurement = models.ForeignKey(
        Measurement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("measurement"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["section", "pk"]
        constraints = [
            check(
                "citation_names_one",
                Q(log_entry__isnull=True) ^ Q(measurement__isnull=True),
            ),
            unique("citation_of_an_entry_once", ["section", "log_entry"]),
            unique("citation_of_a_measurement_once", ["section", "measurement"]),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.log_entry_id or self.measurement_id}"

    @property
    def is_gone(self) -> bool:
        """Whether what it refers to was retracted since."""
        cited = self.log_entry or self.measurement
        return cited is not None and cited.is_retracted


class SectionRead(models.Model):
    """How far somebody has read a section: the newest version of its history that they saw."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="reads", verbose_name=_("section")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    version = models.BigIntegerField()

    class Meta:
        constraints = [unique("section_read_once", ["section", "user"])]

    def __str__(self) -> str:
        return f"{self.section_id} {self.user_id}"
