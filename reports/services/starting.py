"""Starting a report: all its sections are there at once, and none waits to be opened."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.roles import May
from core.records import create_with_history, save_with_history
from core.submissions import save_once, saved_before
from overview.queries.pages import status_table
from programs.queries import lock_program
from reports.models import Content, Section, StatusReport
from reports.services.drafts import check_may_issue
from reports.services.proposals import cite_proposals, draft_texts

if TYPE_CHECKING:
    from overview.rules.status import StatusRow, StatusTable
    from programs.models import Program

STEP = 1000  # between two sections, so that others find room between them
DEEPEST = 3
TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ReportInput:
    """What the form of a report asks for."""

    title: str
    period_start: datetime.date
    period_end: datetime.date
    cut_off: datetime.date
    dated: datetime.date
    case_number: str = ""
    document_number: str = ""
    addressee: str = ""
    previous: StatusReport | None = None


REPORT_FIELDS = tuple(ReportInput.__slots__)


def start_report(
    *, by: User, program: Program, given: ReportInput, submission: uuid.UUID | None = None
) -> StatusReport:
    """Start a report with a section for everything in the programme, each with its author."""
    check_may_issue(by)

    def save() -> StatusReport:
        report = StatusReport(
            program=lock_program(program.pk),
            number=next_number(program),
            recorded_by=by,
            submission=submission,
            **{name: getattr(given, name) for name in REPORT_FIELDS},
        )
        save_with_history(report, by=by)
        sections = _sections(report, by)
        proposals = draft_texts(report, sections)
        cite_proposals(by, create_with_history(sections, by=by), proposals)
        return report

    return save_once(partial(saved_before, StatusReport, by, submission), save)


def next_number(program: Program) -> int:
    """The programme's row is locked meanwhile."""
    last = StatusReport.objects.filter(program=program).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _sections(report: StatusReport, by: User) -> list[Section]:
    table = status_table(report.program, report.cut_off)
    writers = {user.pk: user for user in User.objects.all() if user.may(May.WRITE_SECTIONS)}
    found = list(_plan(report, table))
    for place, section in enumerate(found, start=1):
        section.report, section.reviewer = report, by
        section.position = STEP * place
        # Whoever answers for a criterion writes about it; a manager may give it to somebody else.
        section.author = writers.get(section.author_id or 0, by)
    return found


def _plan(report: StatusReport, table: StatusTable) -> Iterator[Section]:
    """In the order of the committee's reports: what it is, how it stands, main areas, the rest."""
    yield _text(_("Introduction"), _("What the report is about, and what is new since last time."))
    if report.previous:
        yield _section(_("Decisions on the previous report"), Content.DECISIONS)
        yield _section(_("Since last time"), Content.SINCE_LAST)
    yield _section(_("Status in sum"), Content.SUMMARY)
    for area in table.areas:
        yield _section(str(area), Content.MAIN_AREA, main_area=area)
        yield from (_of_criterion(row) for row in table.all_rows if row.main_area == area)
    yield _section(_("Internal requisitions"), Content.INTERNAL)
    yield _section(_("External requisitions"), Content.EXTERNAL)
    yield _section(_("Resources"), Content.RESOURCES)
    yield _text(
        _("Overall conclusion"), _("How the programme stands as a whole, and what follows.")
    )


def _text(title: str, guidance: str) -> Section:
    return _section(title, Content.TEXT, guidance=guidance)


def _of_criterion(row: StatusRow) -> Section:
    return _section(
        shorten(row.wording, TITLE_LENGTH, placeholder=" …"),
        Content.CRITERION,
        level=min(2 + row.depth, DEEPEST),
        main_area=row.main_area,
        criterion_id=row.pk,
        author_id=row.responsible_id,
        guidance=_(
            "How it is met, from what was logged and measured in the period. For what lags: cause, "
            "action, owner and date."
        ),
    )


def _section(title: str, content: Content, **fields: object) -> Section:
    return Section(title=title, content=content, **fields)
