"""Questions about activities and log entries, in the domain's words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import MainArea, Program


class ActivityQuerySet(models.QuerySet):
    def of_program(self, program: Program) -> ActivityQuerySet:
        return self.filter(main_area__program=program)

    def planned(self) -> ActivityQuerySet:
        """Those of the programme itself, without the work on requisitions."""
        return self.filter(kind="planned")

    def in_order(self) -> ActivityQuerySet:
        return self.order_by("main_area__number", "position", "pk")

    def of_responsible(self, user: User) -> ActivityQuerySet:
        return self.filter(responsible=user)

    def next_first(self, day: datetime.date) -> ActivityQuerySet:
        """By the next date, a start or an end; then undated ones, then those past."""
        coming = models.Case(
            models.When(starts_on__gte=day, then="starts_on"),
            default=Coalesce("ends_on", "starts_on"),
        )
        turn = models.Case(
            models.When(next_on__isnull=True, then=1),
            models.When(next_on__lt=day, then=2),
            default=0,
        )
        return (
            self.annotate(next_on=coming)
            .annotate(turn=turn)
            .order_by("turn", "next_on", "position", "pk")
        )


class LogEntryQuerySet(models.QuerySet):
    def of_program(self, program: Program) -> LogEntryQuerySet:
        return self.filter(
            models.Q(activity__main_area__program=program) | models.Q(main_area__program=program)
        )

    def active(self) -> LogEntryQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: datetime.date) -> LogEntryQuerySet:
        return self.filter(on__lte=day)

    def with_subject(self) -> LogEntryQuerySet:
        return self.select_related(
            "activity__main_area__program", "main_area__program", "recorded_by"
        )

    def matching(self, main_area: MainArea | None, by: User | None) -> LogEntryQuerySet:
        """Those of a main area, its activities among them, and of a person."""
        found = self
        if main_area:
            found = found.filter(
                models.Q(main_area=main_area) | models.Q(activity__main_area=main_area)
            )
        return found.filter(recorded_by=by) if by else found


class TimeEntryQuerySet(models.QuerySet):
    def active(self) -> TimeEntryQuerySet:
        """Without the hours of log entries that were retracted."""
        return self.filter(log_entry__retracted_at__isnull=True)

    def until(self, day: datetime.date) -> TimeEntryQuerySet:
        return self.filter(on__lte=day)

    def of_program(self, program: Program) -> TimeEntryQuerySet:
        return self.filter(
            models.Q(activity__main_area__program=program) | models.Q(main_area__program=program)
        )


class AttachmentQuerySet(models.QuerySet):
    def newest_pictures(self, day: datetime.date) -> AttachmentQuerySet:
        """Those of entries that count by then, each with its entry."""
        counted = self.exclude(thumbnail="").filter(
            log_entry__retracted_at__isnull=True, log_entry__on__lte=day
        )
        return counted.select_related("log_entry").order_by("-log_entry__on", "-pk")

    def of_main_area(self, area: MainArea) -> AttachmentQuerySet:
        """Those of its activities among them."""
        return self.filter(
            models.Q(log_entry__main_area=area) | models.Q(log_entry__activity__main_area=area)
        )
