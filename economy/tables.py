"""Paged lists of what is posted on the lines."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.dates import format_date_short
from core.numbers import format_number
from core.tables import IN_TIME, NUMBER, PagedTable, row_class
from core.templatetags.chips import paperclip
from economy.models import Commitment, Expense
from economy.models.postings import Posted


def _page_of(record: Posted) -> str | None:
    """Of what lies ahead of today there is no page yet."""
    return record.get_absolute_url() if record.on <= today() else None


class PostedTable(PagedTable):
    on = tables.DateColumn(
        verbose_name=_("Date"), order_by=IN_TIME, format="d-m-Y", attrs={"td": {"class": "nowrap"}}
    )
    text = tables.Column(
        verbose_name=_("Text"),
        linkify=_page_of,
        order_by=("text", *IN_TIME),
        attrs={"td": {"class": "stacked"}},
    )
    line = tables.Column(
        verbose_name=_("Budget line"), linkify=True, order_by=("line__title", *IN_TIME)
    )
    amount = tables.Column(
        verbose_name=_("Amount (kr.)"), order_by=("amount", *IN_TIME), attrs=NUMBER
    )

    def render_amount(self, record: Posted) -> str:
        shown = format_number(record.amount, 2)
        taken_back = gettext("taken back")
        return f"{shown} ({taken_back})" if record.is_retracted else shown


class ExpenseTable(PostedTable):
    voucher = tables.Column(
        verbose_name=_("Voucher"), order_by=("voucher", *IN_TIME), attrs={"td": {"class": "nowrap"}}
    )

    def render_text(self, record: Expense) -> SafeString:
        return format_html("{}{}", record.text, paperclip(record.attachments.all()))

    class Meta:
        model = Expense
        fields = ("on", "text", "line", "voucher", "amount")
        order_by = "-on"
        attrs = {"class": "data cards"}
        row_attrs = {"class": row_class}


class CommitmentTable(PostedTable):
    released_on = tables.Column(
        verbose_name=_("Released"), order_by=("released_on", *IN_TIME), empty_values=()
    )
    left = tables.Column(
        verbose_name=pgettext_lazy("of a commitment", "Left"),
        orderable=False,
        empty_values=(),
        attrs=NUMBER,
    )
    as_of = datetime.date.max
    left_of: Mapping[int, Decimal] = {}

    def stand_on(self, day: datetime.date, left: Mapping[int, Decimal]) -> None:
        """Say of each how it stands on the day, and what is left of it then."""
        self.as_of, self.left_of = day, left

    def render_left(self, record: Commitment) -> str:
        return format_number(self.left_of.get(record.pk, Decimal(0)), 2)

    def render_released_on(self, record: Commitment) -> str:
        day = record.released_on
        return format_date_short(day) if day and record.is_released_by(self.as_of) else str(_("no"))

    class Meta:
        model = Commitment
        fields = ("on", "text", "line", "released_on", "amount", "left")
        order_by = "-on"
        attrs = {"class": "data cards"}
        row_attrs = {"class": row_class}
