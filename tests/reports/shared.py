"""A programme with something of everything that a report tells of, and a report on it."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from accounts.models import User
from core.plausibility import EVERYTHING
from indicators.models import Criterion
from programs.models import Program
from reports.exports.formats import FORMATS
from reports.models import StatusReport
from reports.queries.reports import material_of
from reports.rules.assembling import document_of
from reports.rules.formats import Format
from reports.services.issuing import issue
from reports.services.starting import ReportInput, start_report
from reports.services.workflow import send_to_review
from requisitions.models.choices import Scope, State
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    OrganisationFactory,
    PartyFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
    UserFactory,
)
from tests.factories.resources import BudgetLineFactory

CUT_OFF = datetime.date(2011, 6, 30)
GIVEN = ReportInput(
    title="Status første halvår",
    period_start=datetime.date(2011, 2, 1),
    period_end=CUT_OFF,
    cut_off=CUT_OFF,
    dated=datetime.date(2011, 7, 4),
    addressee="Udvalget",
)


@dataclass(frozen=True)
class Year:
    """Who writes, and what the report is about."""

    manager: User
    writer: User
    program: Program
    visitors: Criterion

    @cached_property
    def report(self) -> StatusReport:
        return start_report(by=self.manager, program=self.program, given=GIVEN)

    def section(self, criterion: Criterion | None = None):
        return self.report.sections.get(criterion=criterion or self.visitors)

    def document(self):
        return document_of(material_of(self.report))

    def issued(self) -> StatusReport:
        """The report, issued with its gaps."""
        if not self.report.is_issued:
            send_to_review(by=self.manager, report=self.report)
            issue_anyway(self.manager, self.report)
        return self.report


def _named(kind: str) -> Format:
    """A file that says no more than which it is: to draw the real ones takes seconds."""
    return Format(FORMATS[kind].content_type, lambda _document, _pictures: kind.encode())


CHEAP = {kind: _named(kind) for kind in FORMATS}


def issue_anyway(by: User, report: StatusReport) -> StatusReport:
    return issue(by=by, report=report, formats=CHEAP, confirmed=EVERYTHING)


def small_year(criteria: int = 1) -> Year:
    manager = UserFactory(manager=True, full_name="Leo Leder")
    writer = UserFactory(full_name="Karla Konsulent")
    program = ProgramFactory(slug="2011", title="Program 2011")
    area = MainAreaFactory(program=program, number=1, title="Byens fester", fte=2)
    activity = ActivityFactory(main_area=area, title="Smag verden", responsible=writer)
    found = [
        CriterionFactory(
            main_area=area,
            ref=f"visitors-{number}" if number else "visitors",
            wording=f"Mindst 30.000 besøgende ({number})",
            target=Decimal(30_000),
            unit="besøgende",
            even=True,
            activities=[activity],
        )
        for number in range(criteria)
    ]
    for criterion in found:
        entry = LogEntryFactory(activity=activity, on=datetime.date(2011, 6, 15))
        MeasurementFactory(
            criterion=criterion, measured_on=entry.on, log_entry=entry, value=Decimal(12_125)
        )
        case = RequisitionFactory(activity__main_area=area, scope=Scope.INTERNAL, done="Et kursus")
        PartyFactory(requisition=case)
        PartyFactory(requisition=case, organisation=OrganisationFactory(), role="partner")
        StateFactory(requisition=case, state=State.COMPLETED, on=datetime.date(2011, 4, 1))
        BudgetLineFactory(source__program=program, activity=activity)
    return Year(manager, writer, program, found[0])
