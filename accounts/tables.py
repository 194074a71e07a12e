"""The list of users."""

import datetime
from collections.abc import Mapping

import django_tables2 as tables
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules.access import access_of
from core.dates import format_date_short
from core.numbers import format_number
from core.tables import NUMBER, PagedTable


class PeopleTable(PagedTable):
    full_name = tables.Column(verbose_name=_("Name"), linkify=True)
    username = tables.Column(verbose_name=_("User name"))
    role = tables.Column(verbose_name=_("Role"), accessor="get_role_display", order_by="role")
    last_login = tables.Column(verbose_name=_("Last sign-in"), empty_values=())
    access = tables.Column(
        verbose_name=_("Access"), accessor="pk", order_by=("-is_active", "full_name")
    )
    held = tables.Column(
        verbose_name=_("Is to act on"), accessor="pk", orderable=False, attrs=NUMBER
    )
    # How many records each user is to act on.
    numbers: Mapping[int, int] = {}

    def render_last_login(self, value: datetime.datetime | None) -> str:
        return format_date_short(localtime(value).date()) if value else "–"

    def render_access(self, record: User) -> str:
        return access_of(record, timezone.now())

    def render_held(self, value: int) -> str:
        return format_number(self.numbers.get(value, 0))

    class Meta:
        fields = ("full_name", "username", "role", "last_login", "access", "held")
        attrs = {"class": "data cards"}
        empty_text = _("Nobody of that name, role or access.")
