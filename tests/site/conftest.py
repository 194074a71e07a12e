"""The whole site with the demo's programme in it, and one user of each role."""

import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from accounts.roles import Role
from activities.models import Activity, Attachment, LogEntry, OrganisationKind
from core.clock import today
from indicators.models import Criterion, Measurement
from overview.loading import load_program
from programs.models import MainArea, Program
from requisitions.follow_ups import ask, decide_relevant
from requisitions.parties import Unlisted, add_party
from requisitions.receiving import Taken, receive
from requisitions.services import add_evidence, set_state
from tests.factories import (
    ConsultantFactory,
    ContactFactory,
    OrganisationFactory,
    ParticipantFactory,
    SchoolClassFactory,
)

DEMO = Path(__file__).parents[2] / "overview" / "demo" / "program-2011.json"
PEOPLE = {
    "konsulent": Role.CONSULTANT,
    "leder": Role.MANAGER,
    "admin": Role.ADMIN,
    "laeser": Role.READER,
}


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
        self.activity = Activity.objects.get(ref="international-dag")
        self.criterion = Criterion.objects.get(ref="foreninger-deltager")
        # No later than the day on which the demo's clock, and that of the journeys, stands.
        standing = LogEntry.objects.standing().until(datetime.date(2011, 10, 1))
        standing = standing.filter(recorded_by=self.konsulent)
        self.entry = standing.filter(activity=self.activity).first()
        self.measurement = (
            Measurement.objects.standing()
            .filter(recorded_by=self.konsulent, numerator__gt=0)
            .first()
        )
        self.attachment = Attachment(
            log_entry=self.entry,
            name="plan.txt",
            content_type="text/plain",
            size=4,
            sha256="0" * 64,
            uploaded_by=self.konsulent,
        )
        self.attachment.file.save("plan.txt", ContentFile(b"plan"))
        self._add_a_case()
        self._add_a_roster()

    def _add_a_case(self) -> None:
        """Completed, with a party, evidence from elsewhere, and a link that waits for an answer."""
        by = self.konsulent
        self.case = receive(by=by, taken=Taken("Hjælp til et dialogmøde"))
        self.party = add_party(
            by=by,
            case=self.case,
            organisation=Unlisted(OrganisationKind.ADMINISTRATION, "En forvaltning"),
        )
        add_evidence(by=by, case=self.case, evidence=self.entry)
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

    def user(self, name: str) -> User:
        return User.objects.get(username=name)


@pytest.fixture
def site(db) -> Site:
    return Site()
