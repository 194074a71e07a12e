"""Organisations and people, and the rosters of who took part in an activity."""

from directory.models.organisations import (
    BilingualShare,
    Contact,
    Organisation,
    OrganisationKind,
    OrganisationName,
    SchoolClass,
)
from directory.models.rosters import (
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
    "BilingualShare",
    "Consultant",
    "Contact",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "Participant",
    "SchoolClass",
]
