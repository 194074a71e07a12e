"""A small site on which every service has something to change, and most of it is seen at once."""

import datetime
from decimal import Decimal

from django.utils import timezone

from core.clock import last_monday, today
from directory.models import SCHOOL_CLASS, BilingualShare, OrganisationKind
from economy.rules.posted import PostingInput
from economy.services.posting import book_expense
from indicators.models.choices import Base
from reports.models import SectionPicture
from reports.services.starting import start_report
from reports.services.workflow import send_to_review
from reports.services.writing import write_section
from requisitions.models import Requisition
from requisitions.models.choices import State
from requisitions.services.cases import set_state
from requisitions.services.follow_ups import Answers, answer_by_phone, ask, decide_relevant
from requisitions.services.parties import UnlistedOrganisation, add_party
from requisitions.services.receiving import NewCaseInput, receive
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    ConsultantFactory,
    ContactFactory,
    CriterionFactory,
    InitiativeFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlaceFactory,
    ProgramFactory,
    RegisterRuleFactory,
    RosterRuleFactory,
    SchoolClassFactory,
    TickFactory,
    UserFactory,
)
from tests.factories.reports import DecisionFactory, PictureFileFactory, QuestionFactory
from tests.factories.resources import (
    BudgetLineFactory,
    CommitmentFactory,
    ExpenseFactory,
    FundingSourceFactory,
    HoursRuleFactory,
    StaffAllocationFactory,
    TimeEntryFactory,
)
from tests.reports.shared import GIVEN, issue_anyway

DAY = datetime.date(2011, 9, 20)
YES = Answers("yes", "yes")


class SmallSite:
    """Two programmes, that of 2011 with a criterion of each source; the clock is at 1 October 2011.

    Lists hold rows that are used up: each change takes one that no other has touched.
    """

    def __init__(self) -> None:
        self.konsulent = UserFactory(
            username="konsulent", full_name="Karla Konsulent", email="karla@example.org"
        )
        self.kollega = UserFactory(username="kollega", full_name="Kim Kollega")
        self.leder = UserFactory(username="leder", full_name="Leo Leder", manager=True)
        self.admin = UserFactory(username="admin", full_name="Ada Administrator", admin=True)
        self.invited = UserFactory(full_name="Ny Nielsen", invited_at=timezone.now())
        self.leaving = UserFactory(full_name="Lea Lund")
        self.gone = UserFactory(full_name="Gitte Gået", is_active=False)
        self._add_plan()
        self._add_criteria()
        self._add_log()
        self._add_rosters()
        self._add_money()
        self._add_cases()
        self._add_reports()

    def _add_plan(self) -> None:
        self.program = ProgramFactory(slug="2011", fte=Decimal(2))
        self.later = ProgramFactory(
            slug="2012", starts_on=datetime.date(2012, 1, 1), ends_on=datetime.date(2012, 12, 31)
        )
        self.area = MainAreaFactory(program=self.program, number=1, fte=Decimal(2))
        self.later_area = MainAreaFactory(program=self.later, number=1)
        self.initiative = InitiativeFactory(main_area=self.area)
        self.place = PlaceFactory(name="Rådhuspladsen")
        mine = {"main_area": self.area, "responsible": self.konsulent}
        self.activity = ActivityFactory(place=self.place, **mine)
        self.other_activity = ActivityFactory(**mine)
        self.allocation = StaffAllocationFactory(
            main_area=self.area, activities=[self.activity], person=self.konsulent
        )

    def _add_criteria(self) -> None:
        fed = {"main_area": self.area, "activities": [self.activity]}
        CriterionFactory(main_area=self.later_area, responsible=self.konsulent)
        self.counted = CriterionFactory(even=True, responsible=self.konsulent, **fed)
        CriterionFactory(attendance=True, **fed)
        self.narrative = CriterionFactory(narrative=True, **fed)
        RosterRuleFactory(criterion=CriterionFactory(source="participants", **fed))
        classes = CriterionFactory(source="participants", **fed)
        RosterRuleFactory(criterion=classes, kind=SCHOOL_CLASS, bilingual_over=Decimal(40))
        sixty = {"base": Base.FIXED, "base_value": Decimal(60)}
        mine = {"criterion": self.counted, "owner": self.konsulent}
        self.actions = ActionFactory.create_batch(5, **mine)
        self.done_action = ActionFactory(done_on=DAY, **mine)
        self.ticked = CriterionFactory(share=True, source="participants", **sixty, **fed)
        RosterRuleFactory(criterion=self.ticked)
        HoursRuleFactory(criterion=CriterionFactory(source="hours", aggregation="latest", **fed))
        RegisterRuleFactory(criterion=CriterionFactory(source="requisitions", main_area=self.area))
        asked = CriterionFactory(share=True, source="requisitions", main_area=self.area)
        RegisterRuleFactory(criterion=asked, states=[], question="new_methods")

    def _add_log(self) -> None:
        mine = {"recorded_by": self.konsulent}
        at = {"activity": self.activity, "on": DAY, "attendance": 30, **mine}
        self.entries = LogEntryFactory.create_batch(5, **at)
        self.elsewhere = LogEntryFactory.create_batch(
            2, activity=self.other_activity, on=DAY, **mine
        )
        figures = {"criterion": self.counted, "measured_on": DAY, **mine}
        self.measurements = MeasurementFactory.create_batch(2, **figures)
        for entry in self.entries[:2]:
            MeasurementFactory(log_entry=entry, **figures)
        self.monday = last_monday(today())
        for days, hours in ((1, 4), (2, 3)):
            TimeEntryFactory(
                activity=self.activity,
                person=self.konsulent,
                on=self.monday + datetime.timedelta(days),
                hours=Decimal(hours),
            )

    def _add_rosters(self) -> None:
        on_roster = {"activity": self.activity}
        self.participants = ParticipantFactory.create_batch(5, **on_roster)
        self.duplicate, self.kept = (
            ParticipantFactory(**on_roster).organisation for _each in range(2)
        )
        self.ticks = [
            TickFactory(
                criterion=self.ticked, participant=ParticipantFactory(**on_roster), recorded_by=None
            )
        ]
        self.organisation = OrganisationFactory()
        school_class = SchoolClassFactory()
        self.school = school_class.school
        BilingualShare.objects.create(school=self.school, on=DAY, percent=Decimal(20))
        ParticipantFactory(organisation=None, school_class=school_class, **on_roster)
        self.contacts = ContactFactory.create_batch(2, organisation=self.organisation)
        self.consultants = ConsultantFactory.create_batch(2, workplace=self.organisation)
        ParticipantFactory(organisation=None, consultant=self.consultants[0], **on_roster)
        ContactFactory(organisation=self.organisation, keep_until=DAY)
        ConsultantFactory(keep_until=DAY)

    def _add_money(self) -> None:
        source = FundingSourceFactory(program=self.program)
        self.line = BudgetLineFactory(source=source, activity=self.activity)
        self.expenses = ExpenseFactory.create_batch(2, line=self.line)
        self.commitments = CommitmentFactory.create_batch(2, line=self.line)
        self.just_booked = book_expense(by=self.leder, posting=self.posting(text="Ved en fejl"))

    def posting(self, **changes: object) -> PostingInput:
        given = {"line": self.line, "on": DAY, "amount": Decimal(1000), "text": "Scene"}
        return PostingInput(**{**given, **changes})  # type: ignore[arg-type]

    def _add_cases(self) -> None:
        """Of the consultant; those with their requester answered are asked on the telephone."""
        self.cases = [self._case(f"Sagen {number}") for number in range(5)]
        self.asked = [self._completed(f"Den afsluttede sag {number}") for number in range(2)]
        self.undecided = self._completed("Den nyligt afsluttede sag")
        self.answered = self._completed("Den besvarede sag")
        for case in (*self.asked, self.answered):
            decide_relevant(by=self.konsulent, case=case, relevant=True)
        answer_by_phone(by=self.konsulent, case=self.answered, on=today(), answers=YES)
        self.token = ask(by=self.konsulent, case=self.asked[0])
        self.party = add_party(
            by=self.konsulent, case=self.cases[0], organisation=self.organisation
        )
        self.removed_party = add_party(
            by=self.konsulent,
            case=self.cases[1],
            organisation=UnlistedOrganisation(OrganisationKind.ADMINISTRATION, "Forvaltningen"),
        )

    def _add_reports(self) -> None:
        """A draft with all its sections, one in review, one that is issued."""
        start = {"by": self.leder, "program": self.program, "given": GIVEN}
        self.ready, self.report, self.reviewed, self.issued = (
            start_report(**start) for _each in range(4)
        )
        for report in (self.reviewed, self.issued):
            send_to_review(by=self.leder, report=report)
        issue_anyway(self.leder, self.issued)
        self.sections = list(self.report.sections.all())
        self.counted_section = self.report.sections.get(criterion=self.counted)
        self._add_what_the_committee_says()

    def _add_what_the_committee_says(self) -> None:
        """Decisions and questions, some of them answered; pictures, one of them taken in."""
        write_section(by=self.leder, section=self.counted_section, text="Der kom mange.")
        self.decisions = DecisionFactory.create_batch(2, report=self.issued, text="Fortsæt")
        asked = {"program": self.program, "given_to": self.konsulent, "criterion": self.counted}
        self.questions = QuestionFactory.create_batch(2, **asked)
        self.to_approve = QuestionFactory(answer="Der kom [[value]].", **asked)
        self.approved_question = QuestionFactory(approved=True, **asked)
        files = PictureFileFactory.create_batch(2, log_entry=self.elsewhere[0])
        self.picture_file = files[0]
        self.picture = SectionPicture.objects.create(
            section=self.counted_section, attachment=files[1], alternative_text="Et telt"
        )

    def _case(self, subject: str) -> Requisition:
        return receive(by=self.konsulent, taken=NewCaseInput(subject))

    def _completed(self, subject: str) -> Requisition:
        case = self._case(subject)
        set_state(by=self.konsulent, case=case, state=State.ACCEPTED, on=today())
        set_state(by=self.konsulent, case=case, state=State.IN_PROGRESS, on=today())
        set_state(by=self.konsulent, case=case, state=State.COMPLETED, on=today())
        return case
