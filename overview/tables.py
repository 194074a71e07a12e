"""Paged registers."""

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from activities.models import LogEntry
from core.tables import IN_TIME, PagedTable, row_class


def attendance_class(record: LogEntry) -> str:
    return "num is-empty" if record.attendance is None else "num"


class LogbookTable(PagedTable):
    on = tables.DateColumn(
        verbose_name=_("Date"),
        order_by=IN_TIME,
        format="D d-m-Y",
        linkify=True,
        attrs={"td": {"class": "nowrap"}},
    )
    subject = tables.Column(
        verbose_name=_("Activity"), order_by=("activity__title", "main_area__title", *IN_TIME)
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
        attrs={"td": {"class": attendance_class}, "th": {"class": "num"}},
    )
    recorded_by = tables.Column(
        verbose_name=_("Recorded by"),
        order_by=("recorded_by__full_name", *IN_TIME),
        default="",
        attrs={"td": {"class": "nowrap"}},
    )

    def order_attendance(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """The databases disagree on where those without a figure go: here always last."""
        attendance = F("attendance")
        by = attendance.desc if is_descending else attendance.asc
        return queryset.order_by(by(nulls_last=True), *(f"-{name}" for name in IN_TIME)), True

    class Meta:
        model = LogEntry
        fields = ("on", "subject", "text", "attendance", "recorded_by")
        order_by = "-on"
        attrs = {"class": "data cards"}
        row_attrs = {"class": row_class}
        empty_text = _("Nothing has been logged yet. «Log a result» writes the first entry.")
