"""Who is in a case, and what elsewhere documents it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from directory.services.merging import merge
from requisitions.models import Party
from requisitions.models.choices import PartyRole
from requisitions.services.documentation import add_documentation, remove_documentation
from requisitions.services.parties import (
    add_contact_to,
    add_party,
    choose_contact,
    remove_party,
    set_unknown,
)
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    ContactFactory,
    LogEntryFactory,
    OrganisationFactory,
    ParticipantFactory,
    PartyFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestParties:
    def test_stand_once_in_a_case(self, case, konsulent, administration):
        add_party(by=konsulent, case=case, organisation=administration)

        with pytest.raises(ValidationError, match="already"):
            add_party(by=konsulent, case=case, organisation=administration, role=PartyRole.PARTNER)

    def test_make_an_unknown_requester_known(self, case, konsulent, administration):
        set_unknown(by=konsulent, case=case, unknown=True)

        add_party(by=konsulent, case=case, organisation=administration)

        case.refresh_from_db()
        assert not case.requester_unknown

    def test_with_a_requester_nobody_can_be_unknown(self, case, konsulent, administration):
        add_party(by=konsulent, case=case, organisation=administration)

        with pytest.raises(ValidationError, match="has a requester"):
            set_unknown(by=konsulent, case=case, unknown=True)

    def test_that_are_taken_out_stay_in_the_history_with_the_reason(
        self, case, konsulent, administration
    ):
        party = add_party(by=konsulent, case=case, organisation=administration)
        remove_party(by=konsulent, party=party, reason="Det var en anden")

        gone = Party.history.filter(history_type="-").get()
        assert (gone.history_change_reason, gone.history_user) == ("Det var en anden", konsulent)

    def test_have_contacts_of_their_own_only(self, case, konsulent, administration):
        party = add_party(by=konsulent, case=case, organisation=administration)
        own = ContactFactory(organisation=administration)

        choose_contact(by=konsulent, party=party, contact=own)
        assert party.contact == own
        with pytest.raises(ValidationError, match="own contacts"):
            choose_contact(by=konsulent, party=party, contact=ContactFactory())

    def test_have_contacts_for_those_who_may_see_people(self, case, admin, administration):
        party = PartyFactory(requisition=case, organisation=administration)

        with pytest.raises(PermissionDenied):
            choose_contact(by=admin, party=party, contact=None)

    def test_get_a_new_contact(self, case, konsulent, administration):
        party = add_party(by=konsulent, case=case, organisation=administration)

        add_contact_to(by=konsulent, party=party, name="Kim", keep_until=datetime.date(2013, 10, 1))

        assert administration.contacts.get() == party.contact


class TestTwoOrganisationsBecomeOne:
    def test_cases_follow(self, case, konsulent):
        duplicate, kept_organisation = OrganisationFactory(), OrganisationFactory()
        add_party(by=konsulent, case=case, organisation=duplicate)

        merge(
            by=konsulent,
            duplicate=duplicate,
            kept_organisation=kept_organisation,
            reason="Samme forening",
        )

        assert case.parties.get().organisation == kept_organisation

    def test_in_one_case_they_become_one_requester(self, case, konsulent):
        duplicate, kept_organisation = OrganisationFactory(), OrganisationFactory()
        contact = ContactFactory(organisation=duplicate)
        party = add_party(by=konsulent, case=case, organisation=duplicate)
        choose_contact(by=konsulent, party=party, contact=contact)
        add_party(by=konsulent, case=case, organisation=kept_organisation, role=PartyRole.PARTNER)

        merge(
            by=konsulent,
            duplicate=duplicate,
            kept_organisation=kept_organisation,
            reason="Samme forening",
        )

        party = case.parties.get()
        assert (party.organisation, party.role) == (kept_organisation, PartyRole.REQUESTER)
        assert party.contact == contact

    def test_documentation_moves_to_the_line_that_is_kept(self, case, konsulent):
        duplicate, kept_organisation = OrganisationFactory(), OrganisationFactory()
        activity = ActivityFactory()
        gone = ParticipantFactory(activity=activity, organisation=duplicate)
        kept = ParticipantFactory(activity=activity, organisation=kept_organisation)
        add_documentation(by=konsulent, case=case, record=gone)

        merge(
            by=konsulent,
            duplicate=duplicate,
            kept_organisation=kept_organisation,
            reason="Samme forening",
        )

        assert list(case.participants.all()) == [kept]


class TestDocumentationFromElsewhere:
    def test_is_an_entry_or_a_participant_of_another_activity(self, case, konsulent):
        entry, participant = LogEntryFactory(), ParticipantFactory()

        add_documentation(by=konsulent, case=case, record=entry)
        add_documentation(by=konsulent, case=case, record=participant)

        assert list(case.log_entries.all()) == [entry]
        assert list(case.participants.all()) == [participant]

    def test_is_not_what_stands_at_the_case_itself(self, case, konsulent):
        own = LogEntryFactory(activity=case.activity)

        with pytest.raises(ValidationError, match="another activity"):
            add_documentation(by=konsulent, case=case, record=own)

    def test_is_removed_with_a_reason_and_stays_where_it_was(self, case, konsulent):
        entry = LogEntryFactory()
        add_documentation(by=konsulent, case=case, record=entry)

        remove_documentation(by=konsulent, case=case, record=entry, reason="Forkert sag")

        assert not case.log_entries.exists()
        assert "Forkert sag" in case.history.first().history_change_reason
        entry.refresh_from_db()
        assert not entry.is_retracted

    def test_history_keeps_no_person_s_name(self, case, konsulent):
        person = ConsultantFactory(name="Kim Prøve")
        line = ParticipantFactory(organisation=None, consultant=person)

        add_documentation(by=konsulent, case=case, record=line)
        remove_documentation(by=konsulent, case=case, record=line, reason="Forkert sag")

        reasons = " ".join(str(row.history_change_reason) for row in case.history.all())
        assert person.alias in reasons
        assert "Kim" not in reasons
