"""What was planned and what happened, who took part, and the directory they are found in."""

from activities.models.activity import Activity, ActivityKind, Place
from activities.models.files import Attachment
from activities.models.log import LogEntry, Recorded, TimeEntry, retraction_has_its_reason
from activities.models.money import BudgetLine, BudgetRevision, Commitment, Expense
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
from activities.models.staffing import StaffAllocation

__all__ = [
    "CONSULTANT",
    "ROSTER_KINDS",
    "SCHOOL_CLASS",
    "Activity",
    "ActivityKind",
    "Attachment",
    "BilingualShare",
    "BudgetLine",
    "BudgetRevision",
    "Commitment",
    "Consultant",
    "Contact",
    "Expense",
    "LogEntry",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "Participant",
    "Place",
    "Recorded",
    "SchoolClass",
    "StaffAllocation",
    "TimeEntry",
    "retraction_has_its_reason",
]
