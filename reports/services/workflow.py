"""A report on its way: its own facts, review and back, given up, a new version of an issued one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.meanwhile import merge_into
from core.records import (
    create_with_history,
    lock,
    retract_record,
    save_changes,
    save_with_history,
)
from core.submissions import save_once
from core.versions import atomic_change
from programs.queries import lock_program
from reports.models import (
    Citation,
    ReportState,
    Section,
    SectionPicture,
    SectionState,
    StatusReport,
)
from reports.services.drafts import check_may_issue, lock_draft, lock_report
from reports.services.starting import REPORT_FIELDS, next_number

if TYPE_CHECKING:
    from accounts.models import User

# The journal gives these, often after the report was issued: they stand beside its files.
JOURNAL_FIELDS = ("case_number", "document_number")


@atomic_change()
def change_report(
    *, by: User, report: StatusReport, opened_with: str = "", **values: Any
) -> StatusReport:
    """Any of the report's own facts. With a form's ``opened_with`` ChangedMeanwhile, as usual."""
    lock_draft(by, report)
    save_changes(report, merge_into(report, opened_with, values), by=by)
    return report


@atomic_change()
def enter_in_journal(
    *,
    by: User,
    report: StatusReport,
    case_number: str,
    document_number: str,
    opened_with: str = "",
) -> StatusReport:
    """The numbers of an issued report, or of one in review; no file of it changes by that."""
    check_may_issue(by)
    lock(report)
    given = {"case_number": case_number, "document_number": document_number}
    save_changes(report, merge_into(report, opened_with, given), by=by)
    return report


@atomic_change()
def send_to_review(*, by: User, report: StatusReport) -> StatusReport:
    """Pressed again, nothing more is saved."""
    lock_report(by, report)
    save_changes(report, {"state": ReportState.IN_REVIEW}, by=by)
    return report


@atomic_change()
def take_back(*, by: User, report: StatusReport) -> StatusReport:
    """From review to draft, so that it can be written on."""
    lock_report(by, report)
    save_changes(report, {"state": ReportState.DRAFT}, by=by)
    return report


@atomic_change()
def give_up(*, by: User, report: StatusReport, reason: str) -> StatusReport:
    """Give up a draft: it stays to be read by those who work with reports, and is none any more."""
    lock_report(by, report)
    retract_record(report, by=by, reason=reason)
    return report


def new_version(*, by: User, report: StatusReport) -> StatusReport:
    """A draft that will replace an issued report, with its texts; the newer one where there is."""
    check_may_issue(by)

    def find() -> StatusReport | None:
        return report.newer.active().select_related("program").first()

    return save_once(
        find, partial(_new_version, by, report), lambda: lock_program(report.program_id)
    )


def _new_version(by: User, report: StatusReport) -> StatusReport:
    if not report.is_issued:
        raise ValidationError(_("Only an issued report gets a new version: write on in this one."))
    own = {name: getattr(report, name) for name in REPORT_FIELDS}
    # The journal gives the new one a number of its own.
    own["document_number"] = ""
    newer = StatusReport(
        program=report.program,
        number=next_number(report.program),
        replaces=report,
        recorded_by=by,
        **own,
    )
    save_with_history(newer, by=by)
    _copy_sections(report, newer, by)
    return newer


COPIED = (
    "position",
    "level",
    "title",
    "content",
    "main_area_id",
    "criterion_id",
    "author_id",
    "reviewer_id",
    "guidance",
    "text",
    "overruled_status",
    "overruled_reason",
    "removed_at",
)


def _copy_sections(old: StatusReport, new: StatusReport, by: User) -> None:
    """Everything that was written, to be approved once more."""
    sections = list(old.sections.prefetch_related("pictures", "citations"))
    copies = create_with_history(
        [
            Section(
                report=new,
                state=SectionState.READY if section.text else SectionState.EMPTY,
                **{name: getattr(section, name) for name in COPIED},
            )
            for section in sections
        ],
        by=by,
    )
    pairs = list(zip(sections, copies, strict=True))
    pictures = [_copied_picture(row, copy) for one, copy in pairs for row in one.pictures.all()]
    citations = [
        Citation(section=copy, log_entry_id=row.log_entry_id, measurement_id=row.measurement_id)
        for one, copy in pairs
        for row in one.citations.all()
    ]
    for rows in (pictures, citations):
        if rows:
            create_with_history(rows, by=by)


def _copied_picture(row: SectionPicture, section: Section) -> SectionPicture:
    names = ("attachment_id", "alternative_text", "caption", "position", "width", "height")
    return SectionPicture(section=section, **{name: getattr(row, name) for name in names})
