"""Activities, log entries, hours and files."""

from activities.models.activity import Activity, ActivityKind, Place
from activities.models.files import Attachment
from activities.models.log import LogEntry, TimeEntry

__all__ = ["Activity", "ActivityKind", "Attachment", "LogEntry", "Place", "TimeEntry"]
