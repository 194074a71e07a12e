"""Paged registers."""

from collections.abc import Mapping, Sequence

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.dates import format_date_short
from core.numbers import format_number
from core.tables import NUMBER, PagedTable
from directory.models import Consultant, Participant
from directory.services.retention import is_expired, is_removed_soon


class OrganisationTable(PagedTable):
    name = tables.Column(verbose_name=_("Name"), linkify=True, order_by="alphabetical")
    kind = tables.Column(verbose_name=_("Kind"), accessor="get_kind_display")
    took_part = tables.Column(
        verbose_name=_("On rosters"),
        accessor="pk",
        orderable=False,
        attrs=NUMBER,
    )
    rosters: Mapping[int, int] = {}

    def render_took_part(self, value: int) -> str:
        return format_number(self.rosters.get(value, 0))

    class Meta:
        fields = ("name", "kind", "took_part")
        attrs = {"class": "data cards"}
        empty_text = _("None of that name or kind. «New organisation» writes down the first.")


class ConsultantTable(PagedTable):
    """People by name: for pages that only those see who may see people."""

    name = tables.Column(verbose_name=_("Name"), linkify=True, order_by="alphabetical")
    workplace = tables.Column(
        verbose_name=_("Workplace or association"), linkify=True, default="–", orderable=False
    )
    trained_at = tables.Column(verbose_name=_("Trained at"), accessor="pk", orderable=False)
    completed_on = tables.Column(verbose_name=_("Completed"), accessor="pk", orderable=False)
    keep_until = tables.Column(
        verbose_name=_("Keep until"), order_by=("keep_until", "alphabetical")
    )
    trainings: Mapping[int, Sequence[Participant]] = {}

    def render_trained_at(self, value: int) -> SafeString:
        lines = self.trainings.get(value, ())
        return render_to_string("directory/trained_cell.html", {"trainings": lines})

    def render_completed_on(self, value: int) -> str:
        """The first time, which is what a follow-up counts from."""
        days = [line.completed_on for line in self.trainings.get(value, ()) if line.completed_on]
        come = [day for day in days if day <= today()]
        return format_date_short(min(come)) if come else "–"

    def render_keep_until(self, record: Consultant) -> SafeString:
        day = record.keep_until
        told = {
            "record": record,
            "nears": is_removed_soon(day, today()),
            "is_over": is_expired(day, today()),
        }
        return render_to_string("directory/keep_until_cell.html", told)

    class Meta:
        fields = ("name", "workplace", "trained_at", "completed_on", "keep_until")
        attrs = {"class": "data cards"}
        empty_text = _("Nobody of that name or workplace.")
