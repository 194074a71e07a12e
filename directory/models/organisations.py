"""The directory: associations, restaurants, schools, administrations and others we work with."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.clock import now
from core.constraints import check, unique
from core.history import ClockedHistory
from core.sorting import danish_key
from directory.models.querysets import OrganisationQuerySet


class OrganisationKind(models.TextChoices):
    ASSOCIATION = "association", _("Association")
    RESTAURANT = "restaurant", _("Restaurant")
    SCHOOL = "school", _("School")
    ADMINISTRATION = "administration", _("Administration")
    HOUSING_COMPANY = "housing_company", _("Housing company")
    STAKEHOLDER = "stakeholder", _("Other stakeholder")


class Organisation(ClockedHistory, models.Model):
    """Somebody we work with. ``name`` is today's; former ones are dated rows of their own."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=200)
    # Entered twice: this row leads on to the one that was kept, and has no links of its own.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=now)

    history = HistoricalRecords()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            check("organisation_kind_is_known", Q(kind__in=OrganisationKind.values)),
            check("organisation_has_a_name", ~Q(name=""), _("Give the organisation a name.")),
            check(
                "organisation_is_not_merged_into_itself",
                Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
            ),
            # Two of the same name and kind are one, until somebody says otherwise by the name.
            unique(
                "organisation_once_by_kind_and_name",
                ["kind", "name"],
                _("The directory has it already."),
                condition=Q(merged_into__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("overview:organisation", args=[self.pk])

    @property
    def alphabetical(self) -> tuple[str, str]:
        return danish_key(self.name)

    def name_on(self, day: datetime.date) -> str:
        """The name it went by on a day. Prefetch ``former_names`` where many are asked."""
        names = self._names_from(day)
        return names[0].name if names else self.name

    def later_names(self, day: datetime.date) -> list[tuple[str, datetime.date]]:
        """What it is called after the day, and from when: so many as it took since."""
        names = self._names_from(day)
        later = [*(row.name for row in names[1:]), self.name]
        since = [row.until + datetime.timedelta(days=1) for row in names]
        return list(zip(later, since, strict=False))

    def _names_from(self, day: datetime.date) -> list[OrganisationName]:
        """The name of the day and those after it, without the last one, which has no end."""
        names = [row for row in self.former_names.all() if row.until >= day]
        return sorted(names, key=lambda row: row.until)


class OrganisationName(ClockedHistory, models.Model):
    """A name that an organisation went by up to and including a day."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="former_names", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    until = models.DateField(_("until"), help_text=_("The last day of that name."))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["organisation", "-until"]
        constraints = [
            unique(
                "organisation_name_once_a_day",
                ["organisation", "until"],
                _("A former name ends on that day already."),
            ),
            check("organisation_name_is_not_empty", ~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(ClockedHistory, models.Model):
    """Somebody to call at an organisation: a private person's data, kept until a date."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contacts", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    keep_until = models.DateField(
        _("keep until"), help_text=_("After that day the person is removed, from history too.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["organisation", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class SchoolClass(ClockedHistory, models.Model):
    """A class of a school."""

    school = models.ForeignKey(
        Organisation, models.PROTECT, related_name="classes", verbose_name=_("school")
    )
    name = models.CharField(_("class"), max_length=40)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("school class")
        verbose_name_plural = _("school classes")
        ordering = ["school", "name", "pk"]
        constraints = [
            unique(
                "school_class_once_a_school",
                ["school", "name"],
                _("The school has that class already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.school}"


class BilingualShare(ClockedHistory, models.Model):
    """How many of a school's pupils were bilingual when it was counted: per cent."""

    school = models.ForeignKey(
        Organisation, models.CASCADE, related_name="bilingual_shares", verbose_name=_("school")
    )
    on = models.DateField(_("counted on"))
    percent = models.DecimalField(_("bilingual pupils (per cent)"), max_digits=5, decimal_places=2)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("share of bilingual pupils")
        verbose_name_plural = _("shares of bilingual pupils")
        ordering = ["school", "-on"]
        constraints = [
            unique(
                "bilingual_share_once_a_day",
                ["school", "on"],
                _("The school has a share on that day already."),
            ),
            check(
                "bilingual_share_is_per_cent",
                Q(percent__gte=0, percent__lte=100),
                _("Give a percentage from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % {self.on}"
