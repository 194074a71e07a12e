"""What was planned and what happened, who took part, and the directory they are found in."""

from activities.models.activity import Activity, ActivityKind, Place
from activities.models.log import Attachment, LogEntry, Recorded, TimeEntry
from activities.models.organisations import (
    BilingualShare,
    Contact,
    Organisation,
    OrganisationKind,
    OrganisationName,
    SchoolClass,
)
from activities.models.roster import (
    CONSULTANT,
    ROSTER_KINDS,
    SCHOOL_CLASS,
    Consultant,
    Participant,
)

__all__ = [
    "CONSULTANT",
    "ROSTER_KINDS",
    "SCHOOL_CLASS",
    "Activity",
    "ActivityKind",
    "Attachment",
    "BilingualShare",
    "Consultant",
    "Contact",
    "LogEntry",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "Participant",
    "Place",
    "Recorded",
    "SchoolClass",
    "TimeEntry",
]
