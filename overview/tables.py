"""Paged registers."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from activities.models import LogEntry

PER_PAGE = 50


class LogbookTable(tables.Table):
    on = tables.DateColumn(
        verbose_name=_("Date"), format="d-m-Y", linkify=True, attrs={"td": {"class": "nowrap"}}
    )
    subject = tables.Column(
        verbose_name=_("Activity"), order_by=("activity__title", "main_area__title")
    )
    text = tables.TemplateColumn(
        template_name="overview/text_cell.html",
        verbose_name=_("What happened"),
        orderable=False,
        attrs={"td": {"class": "stacked"}},
    )
    attendance = tables.TemplateColumn(
        template_name="overview/attendance_cell.html",
        verbose_name=_("Attendance"),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )
    recorded_by = tables.Column(
        verbose_name=_("Recorded by"),
        order_by="recorded_by__full_name",
        default="",
        attrs={"td": {"class": "nowrap"}},
    )

    def show_page(self, number: str | None) -> None:
        """The page asked for, else the nearest that there is."""
        self.paginate(per_page=PER_PAGE)
        self.page = self.paginator.get_page(number)

    class Meta:
        model = LogEntry
        fields = ("on", "subject", "text", "attendance", "recorded_by")
        order_by = "-on"
        attrs = {"class": "data cards"}
        row_attrs = {"class": lambda record: "retracted" if record.is_retracted else ""}
        empty_text = _("Nothing has been logged yet. «Log a result» writes the first entry.")
