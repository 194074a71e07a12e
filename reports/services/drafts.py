"""Locking a report that is not issued: who may change it, and as long as it may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.records import check_active, lock

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import Section, StatusReport


def check_may_issue(by: User) -> None:
    if not by.may(May.ISSUE_REPORTS):
        raise PermissionDenied


def lock_report(by: User, report: StatusReport) -> None:
    """Re-read and lock a report that is not issued, for those who arrange it."""
    check_may_issue(by)
    lock(report)
    check_not_issued(report)


def check_not_issued(report: StatusReport) -> None:
    check_active(report, _("The draft has been given up already."))
    if report.is_issued:
        raise ValidationError(_("The report is issued: make a new version of it instead."))


def lock_draft(by: User, report: StatusReport) -> None:
    """The same of a draft, whose sections are changed."""
    lock_report(by, report)
    check_open(report)


def check_open(report: StatusReport) -> None:
    """Refuse to change sections while the whole report is reviewed, or once it is issued."""
    check_not_issued(report)
    if not report.is_open:
        raise ValidationError(_("The report is in review: take it back to change it."))


def may_write(user: User, section: Section) -> bool:
    """Who issues reports writes every section; the others their own."""
    owns = user.may(May.WRITE_SECTIONS) and section.author_id == user.pk
    return owns or user.may(May.ISSUE_REPORTS)


def lock_section(by: User, section: Section) -> None:
    """Lock a section of a draft, and its report before it, for whoever may write it."""
    lock(section.report)
    lock(section)
    if not may_write(by, section):
        raise PermissionDenied
    check_open(section.report)
