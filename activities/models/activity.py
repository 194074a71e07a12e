"""What was planned, where, and by whom."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.querysets import ActivityQuerySet
from core.constraints import check, unique
from programs.models import Initiative, MainArea, Program


class Place(models.Model):
    """A housing area, a square, a school: where things happen."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ActivityKind(models.TextChoices):
    PLANNED = "planned", _("Planned in the programme")
    CASE = "case", _("A requisition's work")


class Activity(models.Model):
    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=ActivityKind.choices,
        default=ActivityKind.PLANNED,
        editable=False,
    )
    main_area = models.ForeignKey(
        MainArea, models.CASCADE, related_name="activities", verbose_name=_("main area")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("initiative"),
    )
    ref = models.CharField(_("reference"), max_length=60)
    # A requisition's work is numbered among the activities too, and of those there may be many.
    position = models.PositiveIntegerField(_("order"), default=0)
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("The group it stands under in the programme document."),
    )
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    planned_occurrences = models.PositiveIntegerField(
        _("planned occurrences"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many times it takes place: 2 international days, 30 workshops."),
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("responsible"),
    )

    history = HistoricalRecords()
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["main_area", "position", "pk"]
        constraints = [
            unique("activity_ref_once_a_main_area", ["main_area", "ref"]),
            check(
                "activity_starts_before_it_ends",
                Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=models.F("ends_on")),
                _("The activity ends before it starts: move one of the two dates."),
            ),
            check(
                "activity_occurs_at_least_once",
                Q(planned_occurrences__isnull=True) | Q(planned_occurrences__gte=1),
                _("Give at least one planned occurrence, or none at all."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("overview:activity", args=[self.pk])

    @property
    def program(self) -> Program:
        return self.main_area.program

    @property
    def program_id(self) -> int:
        return self.main_area.program_id
