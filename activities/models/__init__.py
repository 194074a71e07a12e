"""Activities, log entries, hours and files."""

from activities.models.activity import Activity, ActivityKind, Place
from activities.models.log import Attachment, LogEntry, TimeEntry

__all__ = ["Activity", "ActivityKind", "Attachment", "LogEntry", "Place", "TimeEntry"]
