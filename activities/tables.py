"""Paged registers."""

from collections.abc import Mapping

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from activities.models import Organisation
from core.numbers import format_number

PER_PAGE = 50


class OrganisationTable(tables.Table):
    name = tables.Column(verbose_name=_("Name"), linkify=True, order_by="alphabetical")
    kind = tables.Column(verbose_name=_("Kind"), accessor="get_kind_display")
    took_part = tables.Column(
        verbose_name=_("On rosters"),
        accessor="pk",
        orderable=False,
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )
    rosters: Mapping[int, int] = {}

    def render_took_part(self, value: int) -> str:
        return format_number(self.rosters.get(value, 0))

    def show_page(self, number: str | None) -> None:
        """The page asked for, else the nearest that there is."""
        self.paginate(per_page=PER_PAGE)
        self.page = self.paginator.get_page(number)

    def shown(self) -> list[Organisation]:
        return [row.record for row in self.page.object_list]

    class Meta:
        fields = ("name", "kind", "took_part")
        attrs = {"class": "data cards"}
        empty_text = _("None of that name or kind. «New organisation» writes down the first.")
