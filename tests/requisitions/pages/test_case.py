"""A case's page: who sees what of it."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import ActivityKind
from activities.services.log import LogEntryInput, create_entry
from directory.models import OrganisationName
from requisitions.models.choices import State
from requisitions.services.cases import change
from requisitions.services.follow_ups import Answers, answer_by_link, ask
from tests.factories import (
    ConsultantFactory,
    ContactFactory,
    LogEntryFactory,
    ParticipantFactory,
    PartyFactory,
    StateFactory,
)
from tests.requisitions.pages import address, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
REGISTER = "/requisitions/"


class TestACasesPage:
    def test_shows_contacts_only_to_those_who_may_see_people(
        self, client_of, konsulent, leder, admin, laeser, a_case
    ):
        case = a_case()
        contact = ContactFactory(name="Kim Kontakt", phone="33 66 33 66")
        PartyFactory(requisition=case, organisation=contact.organisation, contact=contact)

        sees = {
            user.username: "Kim Kontakt" in page_of(client_of(user), case)
            for user in (konsulent, leder, admin, laeser)
        }

        assert sees == {"konsulent": True, "leder": True, "admin": False, "laeser": False}

    def test_shows_the_answer_that_came_through_the_link(self, client, a_case, konsulent):
        case = a_case(state=State.COMPLETED, relevant=True)
        answer_by_link(token=ask(by=konsulent, case=case), answers=Answers("yes", "no"))

        assert "by the requester through the link" in page_of(client, case)

    def test_shows_nothing_of_days_that_the_demos_clock_has_not_reached(self, client, a_case):
        later = a_case(received_on=datetime.date(2011, 10, 2))
        case = a_case()
        StateFactory(requisition=case, state=State.COMPLETED, on=datetime.date(2011, 11, 1))

        assert client.get(later.get_absolute_url()).status_code == 404
        assert [
            row.state for row in client.get(case.get_absolute_url()).context["page"].states
        ] == [State.RECEIVED]
        rows = client.get(REGISTER, {"show": "all"}).context["rows"]
        assert [row.case for row in rows] == [case]

    def test_shows_readers_no_buttons(self, client_of, laeser, a_case):
        case = a_case()

        page = page_of(client_of(laeser), case).split("<main")[1]

        assert "<form" not in page
        assert "/facts/" not in page
        assert "/log/" not in page

    def test_leads_to_what_is_lacking(self, client, a_case):
        case = a_case(state=State.COMPLETED)

        page = page_of(client, case)

        for name in ("party_add", "texts", "scope", "relevant"):
            assert address(name, case.pk) in page

    def test_leads_on_to_the_next_state_and_logs_at_the_activity(self, client, a_case):
        case = a_case()

        page = page_of(client, case)

        assert address("state", case.pk, "accepted") in page
        assert reverse("indicators:log_form", args=["activity", case.activity_id]) in page

    def test_shows_everybodys_hours_only_to_those_who_may(
        self, client_of, konsulent, kollega, leder, a_case
    ):
        case = a_case()
        for user, hours in ((konsulent, 2), (kollega, 3)):
            entry_input = LogEntryInput(on=TODAY, text="Møde", hours=Decimal(hours))
            create_entry(by=user, subject=case.activity, entry_input=entry_input)

        seen = [
            client_of(user).get(case.get_absolute_url()).context["page"].hours
            for user in (konsulent, leder)
        ]

        assert seen == [2, 5]

    def test_shows_named_participants_by_their_alias_to_the_others(
        self, client_of, konsulent, laeser, a_case
    ):
        case = a_case()
        consultant = ConsultantFactory(name="Bo Dialog")
        case.participants.add(ParticipantFactory(organisation=None, consultant=consultant))

        assert "Bo Dialog" in page_of(client_of(konsulent), case)
        assert "Bo Dialog" not in page_of(client_of(laeser), case)

    def test_out_of_the_register_says_so_and_offers_no_change(self, client, a_case):
        case = a_case()
        client.post(address("retract", case.pk), {"reason": "Dublet"})

        page = page_of(client, case)

        assert "Taken out of the register" in page
        assert "/facts/" not in page

    def test_is_where_its_activity_leads(self, client, a_case):
        case = a_case()
        case.activity.kind = ActivityKind.CASE
        case.activity.save()

        response = client.get(reverse("overview:activity", args=[case.activity_id]))

        assert response["Location"] == case.get_absolute_url()

    def test_keeps_what_was_changed_from_what_to_what(self, client, a_case):
        case = a_case(scope="internal")
        client.post(address("scope", case.pk), {"scope": "external"})

        page = page_of(client, case)

        assert 'data-label="From" class="long">Internal<' in page
        assert 'data-label="To" class="long">External<' in page

    def test_tells_no_name_that_is_still_to_come(self, client, a_case):
        party = PartyFactory(requisition=a_case(), organisation__name="Navnet fra 2026")
        OrganisationName.objects.create(
            organisation=party.organisation, name="Navnet nu", until=datetime.date(2025, 12, 31)
        )

        page = page_of(client, party.requisition)

        assert "Navnet nu" in page
        assert "Navnet fra 2026" not in page

    def test_keeps_who_was_responsible_before(self, client, a_case, konsulent, kollega):
        case = a_case(responsible=kollega)
        change(by=kollega, case=case, responsible=konsulent)

        [found] = client.get(case.get_absolute_url()).context["page"].changes

        assert (found.before_text, found.after_text) == ("Kim Kollega", "Karla Konsulent")

    def test_says_what_documentation_came_and_went_and_why(self, client, a_case):
        case, entry = a_case(), LogEntryFactory()
        client.post(address("documentation_add", case.pk, "entry", entry.pk))
        client.post(
            address("documentation_remove", case.pk, "entry", entry.pk), {"reason": "Forkert sag"}
        )

        gone, added = client.get(case.get_absolute_url()).context["page"].changes

        assert (gone.field, gone.by) == (f"Documentation removed: {entry}", "Karla Konsulent")
        assert gone.reason == "Forkert sag"
        assert added.field == f"Documentation added: {entry}"
        assert "Forkert sag" in page_of(client, case)

    def test_says_who_was_taken_out_of_it(self, client, a_case):
        case = a_case()
        party = PartyFactory(requisition=case)
        client.post(address("party_remove", case.pk, party.pk), {"reason": "Det var en anden"})

        page = page_of(client, case)

        assert "Det var en anden" in page
        assert str(party.organisation) in page
