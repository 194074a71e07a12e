"""The four roles and what each may do: the customer's own table, to be checked against it."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CONSULTANT = "consultant", _("Consultant")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Administrator")
    READER = "reader", _("Reader")


class May(StrEnum):
    """What somebody may do. Reading status, criteria and entries is open to all who sign in."""

    SEE_FILES = "see files"
    SEE_PEOPLE = "see contacts and named participants"
    LOG = "log what happened and measure; correct and retract one's own"
    KEEP_REGISTERS = "keep requisitions, rosters and organisations"
    CORRECT_ALL = "correct and retract everybody's entries and measurements"
    JUDGE = "judge a criterion"
    SEE_ALL_HOURS = "see every person's hours"
    BOOK_EXPENSES = "book, import, correct and retract expenses"
    KEEP_MONEY = "keep commitments, revise budget lines"
    SEE_DRAFTS = "read reports that are not issued yet"
    WRITE_SECTIONS = "write the sections of reports that are one's own"
    ISSUE_REPORTS = "start, arrange, approve and issue reports; write every section"
    SEE_CONFIGURATION = "read the configuration of programmes and users"
    CONFIGURE = "configure programmes and users"


ALLOWED: dict[str, frozenset[May]] = {
    Role.READER: frozenset(),
    Role.CONSULTANT: frozenset(
        {
            May.SEE_FILES,
            May.SEE_PEOPLE,
            May.LOG,
            May.KEEP_REGISTERS,
            May.SEE_DRAFTS,
            May.WRITE_SECTIONS,
        }
    ),
    Role.MANAGER: frozenset(
        {
            May.SEE_FILES,
            May.SEE_PEOPLE,
            May.LOG,
            May.KEEP_REGISTERS,
            May.CORRECT_ALL,
            May.JUDGE,
            May.SEE_ALL_HOURS,
            May.BOOK_EXPENSES,
            May.KEEP_MONEY,
            May.SEE_DRAFTS,
            May.WRITE_SECTIONS,
            May.ISSUE_REPORTS,
            May.SEE_CONFIGURATION,
        }
    ),
    Role.ADMIN: frozenset(
        {
            May.SEE_FILES,
            May.LOG,
            May.KEEP_REGISTERS,
            May.CORRECT_ALL,
            May.SEE_ALL_HOURS,
            May.BOOK_EXPENSES,
            May.KEEP_MONEY,
            May.SEE_DRAFTS,
            May.SEE_CONFIGURATION,
            May.CONFIGURE,
        }
    ),
}


def roles_that_may(what: May) -> list[str]:
    return [role for role, rights in ALLOWED.items() if what in rights]
