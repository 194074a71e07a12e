"""The whole site with the demo's programme in it, and one user of each role."""

import copy
import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from accounts.models import User
from accounts.models.roles import Role
from activities.models import Activity, Attachment, LogEntry
from core.clock import last_monday, today
from core.search import rebuild_index
from directory.models import OrganisationKind
from economy.models import ExpenseAttachment
from exchange.services.loading import load_program
from indicators.models import Criterion, Measurement
from programs.models import Initiative, MainArea, Program
from reports.models import SectionPicture
from reports.queries.files import read_file
from reports.services.starting import start_report
from reports.services.workflow import send_to_review
from requisitions.services.cases import set_state
from requisitions.services.documentation import add_documentation
from requisitions.services.follow_ups import ask, decide_relevant
from requisitions.services.parties import UnlistedOrganisation, add_party
from requisitions.services.receiving import NewCaseInput, receive
from tests.factories import (
    ActionFactory,
    ConsultantFactory,
    ContactFactory,
    OrganisationFactory,
    ParticipantFactory,
    SchoolClassFactory,
)
from tests.factories.reports import DecisionFactory, PictureFileFactory, QuestionFactory
from tests.factories.resources import (
    BudgetLineFactory,
    CommitmentFactory,
    ExpenseFactory,
    FundingSourceFactory,
    StaffAllocationFactory,
    TimeEntryFactory,
)
from tests.reports.shared import GIVEN, issue_anyway

DEMO = Path(__file__).parents[2] / "demo" / "files" / "program-2011.json"
PEOPLE = {
    "konsulent": Role.CONSULTANT,
    "leder": Role.MANAGER,
    "admin": Role.ADMIN,
    "laeser": Role.READER,
}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.whole_site)


class Site:
    """The rows that the addresses of the site name."""

    def __init__(self) -> None:
        for name, role in PEOPLE.items():
            User.objects.create_user(name, "a long password", role=role, full_name=name.title())
        for name in ("amina", "jonas", "sofie"):
            User.objects.create_user(name, role=Role.CONSULTANT, full_name=name.title())
        load_program(DEMO.read_bytes())
        self.konsulent = User.objects.get(username="konsulent")
        self.program = Program.objects.get()
        self.area = MainArea.objects.first()
        self.initiative = Initiative.objects.first()
        self.activity = Activity.objects.get(ref="international-dag")
        self.criterion = Criterion.objects.get(ref="foreninger-deltager")
        # No later than the day on which the demo's clock, and that of the journeys, stands.
        standing = LogEntry.objects.active().until(datetime.date(2011, 10, 1))
        standing = standing.filter(recorded_by=self.konsulent)
        self.entry = standing.filter(activity=self.activity).first()
        self.measurement = (
            Measurement.objects.active().filter(recorded_by=self.konsulent, numerator__gt=0).first()
        )
        file = {"name": "plan.txt", "content_type": "text/plain", "size": 4, "sha256": "0" * 64}
        lagging = Criterion.objects.filter(activities__responsible=self.konsulent).first()
        self.action = ActionFactory(criterion=lagging, owner=self.konsulent)
        self._add_a_case()
        self._add_a_roster()
        self._add_money()
        self._add_staff()
        self.attachment = Attachment(log_entry=self.entry, uploaded_by=self.konsulent, **file)
        self.voucher = ExpenseAttachment(expense=self.expense, uploaded_by=self.konsulent, **file)
        self._add_reports()
        rebuild_index()
        self.store_the_file()

    def store_the_file(self) -> None:
        """In the folder for uploads, of which each test has its own."""
        for attachment in (self.attachment, self.voucher):
            attachment.file.save("plan.txt", ContentFile(b"plan"), save=False)
            attachment.thumbnail.save("plan.txt", ContentFile(b"plan, small"))
        for name, content in self.report_files.items():
            self.attachment.file.storage.save(name, ContentFile(content))

    def _add_reports(self) -> None:
        """A draft, and one that is issued, whose files every test stores anew."""
        leder = self.user("leder")
        given = replace(GIVEN, case_number="2011-7")
        self.report, self.issued = (
            start_report(by=leder, program=self.program, given=given) for _each in range(2)
        )
        self.section = self.report.sections.first()
        self.criterion_section = self.report.sections.get(criterion=self.criterion)
        send_to_review(by=leder, report=self.issued)
        issue_anyway(leder, self.issued)
        files = list(self.issued.files.all())
        self.report_files = {file.file.name: read_file(file) for file in files}
        for file in files:
            file.file.storage.delete(file.file.name)
        self.decision = DecisionFactory(report=self.issued)
        asked = {"program": self.program, "criterion": self.criterion}
        self.question = QuestionFactory(given_to=self.konsulent, **asked)
        self.picture_file = PictureFileFactory(log_entry=self.entry)
        self.picture = SectionPicture.objects.create(
            section=self.criterion_section,
            attachment=self.picture_file,
            alternative_text="Et telt",
        )

    def _add_a_case(self) -> None:
        """Completed, with a party, documentation from elsewhere, and a link not answered yet."""
        by = self.konsulent
        self.case = receive(by=by, taken=NewCaseInput("Hjælp til et dialogmøde"))
        self.party = add_party(
            by=by,
            case=self.case,
            organisation=UnlistedOrganisation(OrganisationKind.ADMINISTRATION, "En forvaltning"),
        )
        add_documentation(by=by, case=self.case, record=self.entry)
        self.state = set_state(by=by, case=self.case, state="completed", on=today())
        decide_relevant(by=by, case=self.case, relevant=True)
        self.token = ask(by=by, case=self.case)

    def _add_a_roster(self) -> None:
        """A school with a class, an organisation with a contact, a person who takes part."""
        self.organisation = OrganisationFactory(name="Foreningen i prøven")
        self.school_class = SchoolClassFactory()
        self.contact = ContactFactory(organisation=self.organisation)
        self.consultant = ConsultantFactory(workplace=self.organisation)
        self.participant = ParticipantFactory(
            activity=self.activity, organisation=None, consultant=self.consultant
        )

    def _add_money(self) -> None:
        """A line of the programme with something booked and something committed."""
        source = FundingSourceFactory(program=self.program)
        self.budget_line = BudgetLineFactory(source=source, activity=self.activity)
        self.expense = ExpenseFactory(line=self.budget_line)
        self.commitment = CommitmentFactory(line=self.budget_line)

    def _add_staff(self) -> None:
        """Hours a week for an activity, and some that the consultant has typed."""
        self.allocation = StaffAllocationFactory(
            main_area=self.activity.main_area, activities=[self.activity]
        )
        self.hours = TimeEntryFactory(
            activity=self.activity, person=self.konsulent, on=last_monday(today())
        )

    def user(self, name: str) -> User:
        return User.objects.get(username=name)


@pytest.fixture(scope="module")
def built_site(built_once, tmp_path_factory):
    with built_once(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield Site()


@pytest.fixture
def site(built_site: Site, db) -> Site:
    """What a test changes in the rows it holds, no other test sees."""
    site = copy.deepcopy(built_site)
    site.store_the_file()
    return site
