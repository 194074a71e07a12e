"""Queries on organisations and participants, in the words of the domain."""

from __future__ import annotations

import datetime

from django.db import models

from core.search import holding


class OrganisationQuerySet(models.QuerySet):
    def unmerged(self) -> OrganisationQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def named_like(self, text: str) -> OrganisationQuerySet:
        """Those with the words in a name: today's, a former one, or one merged into them."""
        return self.filter(pk__in=holding("organisations", text))


class ParticipantQuerySet(models.QuerySet):
    def active(self) -> ParticipantQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def on(self, day: datetime.date) -> ParticipantQuerySet:
        """Those that take part on the day."""
        return self.active().filter(
            models.Q(left_on__isnull=True) | models.Q(left_on__gt=day), joined_on__lte=day
        )

    def within(
        self, joined_on: datetime.date, left_on: datetime.date | None
    ) -> ParticipantQuerySet:
        """Those that take part on some day from the one to the day before the other."""
        found = self.active().filter(
            models.Q(left_on__isnull=True) | models.Q(left_on__gt=joined_on)
        )
        return found.filter(joined_on__lt=left_on) if left_on else found

    def with_who(self) -> ParticipantQuerySet:
        return self.select_related("organisation", "school_class__school", "consultant")
