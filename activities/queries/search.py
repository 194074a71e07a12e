"""What of activities, entries, their files and colleagues is searched."""

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.roles import May
from activities.models import Activity, ActivityKind, Attachment, LogEntry, Place
from core.dates import format_date_short
from core.search import Searched
from programs.models import Program


def _logbook_of(user: User) -> str:
    """What the colleague has logged, in the newest programme."""
    slug = user.newest  # type: ignore[attr-defined]
    return f"{reverse('overview:logbook', args=[slug])}?by={user.pk}" if slug else ""


def _users():
    newest = Program.objects.order_by("-starts_on").values("slug")[:1]
    return User.objects.annotate(newest=Subquery(newest))


def _called(entry: LogEntry) -> str:
    return f"{entry.subject} {format_date_short(entry.on)}"


def _right_of(entry: LogEntry) -> str:
    """Those of a case are found by those who may open it."""
    of_case = entry.activity and entry.activity.kind == ActivityKind.CASE
    return May.KEEP_REGISTERS if of_case else ""


KINDS = (
    Searched(
        code="activities",
        label=_("Activities"),
        records=lambda: (
            Activity.objects.planned()
            .select_related("main_area__program", "place")
            .only(
                *("title", "heading", "description", "place__name", "main_area__program__title"),
            )
        ),
        texts=lambda one: [one.title, one.heading, one.description, str(one.place or "")],
        note=lambda one: one.main_area.program,
        follows=[(Place, "place")],
    ),
    Searched(
        code="entries",
        label=_("Log entries"),
        records=lambda: LogEntry.objects.select_related("activity", "main_area").only(
            *("text", "on", "retracted_at"),
            *("activity__title", "activity__kind", "main_area__number", "main_area__title"),
        ),
        texts=lambda one: [one.text],
        title=_called,
        day=lambda one: one.on,
        right=_right_of,
    ),
    Searched(
        code="files",
        label=_("Files"),
        records=lambda: Attachment.objects.select_related(
            "log_entry__activity", "log_entry__main_area"
        ),
        texts=lambda one: [one.name],
        note=lambda one: _called(one.log_entry),
        day=lambda one: one.log_entry.on,
        address=lambda one: one.log_entry.get_absolute_url(),
        right=lambda one: May.SEE_FILES,
        retracted=lambda one: one.log_entry.is_retracted,
        follows=[(LogEntry, "log_entry")],
    ),
    Searched(
        code="users",
        label=_("Colleagues"),
        records=_users,
        texts=lambda one: [one.full_name, one.username],
        note=lambda one: one.get_role_display(),
        address=_logbook_of,
    ),
)
