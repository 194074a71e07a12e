"""Status reports: what the committee is told of a programme as of a day, frozen once issued."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core import attachments
from core.constraints import check, unique
from core.records import retraction_has_its_reason
from core.submissions import SubmittedRow, once_a_submission
from programs.models import Program
from reports.models.choices import FileKind, ReportState


class StatusReportQuerySet(models.QuerySet):
    def active(self) -> StatusReportQuerySet:
        """Without the drafts that were given up."""
        return self.filter(retracted_at__isnull=True)

    def issued(self) -> StatusReportQuerySet:
        return self.filter(state=ReportState.ISSUED)

    def lacking_numbers(self) -> StatusReportQuerySet:
        """Issued ones that the journal does not know yet: no case number, or no document's."""
        return self.issued().filter(Q(case_number="") | Q(document_number=""))


class StatusReport(SubmittedRow):
    """A report on a programme. Its figures are those of ``cut_off``, and stay so once issued.

    ``replaces`` is the issued report that this is a new version of; ``previous`` the one that it
    is compared with.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="reports", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=200)
    period_start = models.DateField(_("the period begins on"))
    period_end = models.DateField(_("the period ends on"))
    cut_off = models.DateField(_("cut-off date"), help_text=_("All figures are as of this day."))
    dated = models.DateField(_("date of the report"))
    # The two that the journal gives may come after it was issued: they stand beside the files.
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    addressee = models.CharField(_("addressee"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ReportState.choices, default=ReportState.DRAFT
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="newer",
        verbose_name=_("replaces"),
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later",
        verbose_name=_("compared with"),
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issued by"),
    )

    history = HistoricalRecords()
    objects = StatusReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ["program", "-number"]
        constraints = [
            once_a_submission("report"),
            unique("report_number_once_a_programme", ["program", "number"]),
            unique(
                "report_replaced_once",
                ["replaces"],
                _("There is a newer version of it already."),
                Q(replaces__isnull=False, retracted_at__isnull=True),
            ),
            check("report_state_is_known", Q(state__in=ReportState.values)),
            check(
                "report_period_begins_before_it_ends",
                Q(period_start__lte=F("period_end")),
                _("The period ends before it begins: move one of the two dates."),
            ),
            check(
                "report_is_cut_off_after_its_period_begins",
                Q(period_start__lte=F("cut_off")),
                _("The cut-off date lies before the period: choose a later one."),
            ),
            check(
                "report_issued_has_its_moment",
                Q(state=ReportState.ISSUED, issued_at__isnull=False, issued_by__isnull=False)
                | (
                    ~Q(state=ReportState.ISSUED) & Q(issued_at__isnull=True, issued_by__isnull=True)
                ),
            ),
            check(
                "report_issued_stands",
                ~Q(state=ReportState.ISSUED) | Q(retracted_at__isnull=True),
                _("An issued report cannot be given up: make a new version of it."),
            ),
            retraction_has_its_reason("report", _("Say why the draft is given up.")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.program.slug, self.number])

    @property
    def is_issued(self) -> bool:
        return self.state == ReportState.ISSUED

    @property
    def is_open(self) -> bool:
        """Whether its sections may be written: not while somebody reviews the whole."""
        return self.state == ReportState.DRAFT and not self.is_retracted


class ReportFile(attachments.Attachment):
    """A file of an issued report, with the checksum that it had when it was issued."""

    belongs_to = "report"
    thumbnail = None  # type: ignore[assignment]  # a report shows its pictures whole

    report = models.ForeignKey(
        StatusReport, models.PROTECT, related_name="files", verbose_name=_("status report")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=FileKind.choices)

    class Meta(attachments.Attachment.Meta):
        constraints = [
            check("report_file_kind_is_known", Q(kind__in=FileKind.values)),
            unique("report_file_once_a_kind", ["report", "kind"], None, ~Q(kind="picture")),
            unique("report_file_once", ["report", "kind", "sha256"]),
        ]

    @property
    def program_id(self) -> int:
        return self.report.program_id


class DecisionQuerySet(models.QuerySet):
    def active(self) -> DecisionQuerySet:
        return self.filter(retracted_at__isnull=True)

    def open(self) -> DecisionQuerySet:
        return self.active().filter(closed_on__isnull=True)


class Decision(SubmittedRow):
    """What the committee decided on an issued report, followed up in the next ones until closed."""

    report = models.ForeignKey(
        StatusReport, models.PROTECT, related_name="decisions", verbose_name=_("status report")
    )
    text = models.TextField(_("what was decided"))
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    followed_up = models.TextField(_("how far it is"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    history = HistoricalRecords()
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["report", "pk"]
        constraints = [
            once_a_submission("decision"),
            check("decision_says_what", ~Q(text=""), _("Say what was decided.")),
            retraction_has_its_reason("decision", _("Say why the decision is taken back.")),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("reports:decision_follow_up", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.report.program_id
