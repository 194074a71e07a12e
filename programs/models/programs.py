from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import check, unique
from core.history import ClockedHistory
from programs.models.basis import Basis, gross_hours

MOST_HOURS_PER_FTE = 2500  # 48 hours in each of the year's weeks


class Program(models.Model):
    """What the committee adopted for a period, not only a calendar year."""

    slug = models.SlugField(
        _("short name"),
        max_length=40,
        unique=True,
        help_text=_("Stands in addresses: 2011, 2007-2. It cannot be changed afterwards."),
    )
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    annex = models.CharField(_("annex"), max_length=60, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    policy = models.TextField(_("the policy it serves"), blank=True)
    method = models.TextField(_("method"), blank=True)
    on_track_from = models.DecimalField(
        _("on track from (per cent)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(90),
        help_text=_("A value of at least this share of what is expected is on track."),
    )
    at_risk_from = models.DecimalField(
        _("at risk from (per cent)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(75),
        help_text=_("Below it a criterion is behind."),
    )
    follow_up_weeks = models.PositiveSmallIntegerField(
        _("follow-up after (weeks)"),
        default=8,
        help_text=_("So long after a requisition is completed its requester is asked."),
    )
    min_response = models.DecimalField(
        _("least response (per cent)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(50),
        help_text=_("With fewer answers than this a share of requesters is not computed."),
    )
    fte = models.DecimalField(
        _("full-time equivalents in all"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Those of the main areas must add up to it before the programme is adopted."),
    )
    fte_basis = models.CharField(
        _("basis of the full-time equivalent"),
        max_length=5,
        choices=Basis.choices,
        default=Basis.GROSS,
    )
    hours_per_fte = models.DecimalField(
        _("hours per full-time equivalent"),
        max_digits=7,
        decimal_places=2,
        default=gross_hours,
        help_text=_("A year's. Left empty: worked out from the basis and the programme's year."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adoption_reference = models.CharField(
        _("reference of the decision"), max_length=200, blank=True
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "slug"]
        constraints = [
            check(
                "program_starts_before_it_ends",
                Q(starts_on__lte=models.F("ends_on")),
                _("The programme ends before it starts: move one of the two dates."),
            ),
            check(
                "program_thresholds_in_order",
                Q(at_risk_from__gte=0)
                & Q(at_risk_from__lte=models.F("on_track_from"))
                & Q(on_track_from__lte=100),
                _(
                    "The thresholds must be between 0 and 100, with «at risk» no higher than "
                    "«on track»."
                ),
            ),
            check(
                "program_min_response_is_per_cent",
                Q(min_response__gte=0, min_response__lte=100),
                _("Give a percentage from 0 to 100."),
            ),
            check(
                "program_fte_is_not_negative",
                Q(fte__isnull=True) | Q(fte__gte=0),
                _("Give a number of full-time equivalents, 0 or more."),
            ),
            check(
                "program_fte_has_hours",
                Q(hours_per_fte__gt=0) & Q(fte_basis__in=Basis.values),
                _("A full-time equivalent has more than 0 hours a year."),
            ),
            check(
                "program_fte_is_one_persons_year",
                Q(hours_per_fte__lte=MOST_HOURS_PER_FTE),
                _("A full-time equivalent has at most 2.500 hours a year: type the hours of one."),
            ),
            check(
                "program_is_adopted_before_it_is_closed",
                Q(closed_on__isnull=True) | Q(adopted_on__isnull=False),
                _("Only an adopted programme is closed."),
            ),
            check(
                "program_decision_has_its_date",
                Q(adopted_on__isnull=False) | Q(adoption_reference=""),
                _("Give the date of the decision beside its reference."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("overview:status", args=[self.slug])


class MainArea(models.Model):
    program = models.ForeignKey(
        Program, models.CASCADE, related_name="main_areas", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    resource_title = models.CharField(
        _("title in the resource table"),
        max_length=200,
        blank=True,
        help_text=_("Where the programme's own table of resources calls the area something else."),
    )
    fte = models.DecimalField(
        _("full-time equivalents"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Left empty: none is set aside for it."),
    )
    policy_strand = models.CharField(_("policy strand it serves"), max_length=200, blank=True)
    challenge = models.TextField(_("challenge"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    target_groups = models.TextField(_("target groups"), blank=True)
    method = models.TextField(_("method"), blank=True)
    anchoring = models.TextField(_("anchoring"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("main area")
        verbose_name_plural = _("main areas")
        ordering = ["program", "number"]
        constraints = [
            unique(
                "main_area_number_once_a_programme",
                ["program", "number"],
                _("The programme has a main area with that number."),
            ),
            check(
                "main_area_fte_is_not_negative",
                Q(fte__isnull=True) | Q(fte__gte=0),
                _("Give a number of full-time equivalents, 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("overview:main_area", args=[self.pk])


class Initiative(models.Model):
    """A part of a main area."""

    main_area = models.ForeignKey(
        MainArea, models.CASCADE, related_name="initiatives", verbose_name=_("main area")
    )
    ref = models.CharField(_("reference"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["main_area", "position", "pk"]
        constraints = [
            unique("initiative_ref_once_a_main_area", ["main_area", "ref"]),
        ]

    def __str__(self) -> str:
        return self.title


class FundingSource(ClockedHistory, models.Model):
    """Whose money it is: a pool, a scheme, a budget."""

    program = models.ForeignKey(
        Program, models.CASCADE, related_name="funding_sources", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["program", "pk"]
        constraints = [
            unique(
                "funding_source_once_a_programme",
                ["program", "name"],
                _("The programme has a funding source of that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
