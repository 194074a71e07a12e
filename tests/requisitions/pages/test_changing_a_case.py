"""The small forms that change a case."""

import datetime

import pytest

from requisitions.models import Requisition
from requisitions.models.choices import PartyRole, State
from tests.factories import (
    ActivityFactory,
    LogEntryFactory,
    OrganisationFactory,
    PartyFactory,
    PlaceFactory,
)
from tests.requisitions.pages import address, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)


class TestChangingACase:
    def test_facts(self, client, a_case, area):
        case, place = a_case(), PlaceFactory()

        client.post(
            address("facts", case.pk),
            {
                "subject": "Nyt emne",
                "received_on": "10-02-2011",
                "channel": "mail",
                "main_area": area.pk,
                "place": place.pk,
                "responsible": "",
            },
        )

        case = Requisition.objects.get(pk=case.pk)
        assert (str(case), case.channel, case.activity.place) == ("Nyt emne", "mail", place)
        assert case.received_on == datetime.date(2011, 2, 10)

    def test_a_state_with_its_undo(self, client, a_case):
        case = a_case()

        response = client.post(address("state", case.pk, "completed"), {"on": "2011-10-01"})
        row = case.states.first()
        assert response["Location"].endswith(f"?moved={row.pk}")
        assert address("state_undo", case.pk, row.pk) in page_of(client, case, moved=row.pk)
        client.post(address("state_undo", case.pk, row.pk))

        assert Requisition.objects.with_state(TODAY).get().state == State.RECEIVED

    def test_an_undo_after_an_hour_asks_for_the_reason(self, client, a_case, clock):
        case = a_case()
        client.post(address("state", case.pk, "completed"), {"on": "2011-10-01"})
        row = case.states.first()
        clock(datetime.date(2011, 10, 2))

        response = client.post(address("state_undo", case.pk, row.pk))

        assert response["Location"] == address("state_retract", case.pk, row.pk)
        assert address("state_undo", case.pk, row.pk) not in page_of(client, case, moved=row.pk)
        row.refresh_from_db()
        assert not row.is_retracted

    def test_an_undo_is_for_the_one_who_saved_it(self, client_of, client, a_case, kollega, leder):
        case = a_case()
        client.post(address("state", case.pk, "completed"), {"on": "2011-10-01"})
        row = case.states.first()

        for user in (kollega, leder):
            other = client_of(user)
            assert address("state_undo", case.pk, row.pk) not in page_of(other, case, moved=row.pk)
            response = other.post(address("state_undo", case.pk, row.pk))
            assert response["Location"] == address("state_retract", case.pk, row.pk)

    def test_a_case_is_undone_by_its_own_and_within_the_hour(
        self, client, client_of, kollega, a_case, konsulent, clock
    ):
        case = a_case(recorded_by=konsulent)

        response = client_of(kollega).post(address("undo", case.pk))
        assert response["Location"] == address("retract", case.pk)
        clock(datetime.date(2011, 10, 2))
        assert client.post(address("undo", case.pk))["Location"] == address("retract", case.pk)

        case.refresh_from_db()
        assert not case.is_retracted

    def test_a_state_on_a_day_to_come_is_refused_at_its_field(self, client, a_case):
        case = a_case()

        response = client.post(address("state", case.pk, "accepted"), {"on": "2011-10-02"})

        assert response.status_code == 422
        assert "on" in response.context["form"].errors

    def test_a_state_that_does_not_follow_leads_back(self, client, a_case):
        case = a_case(state=State.COMPLETED)

        response = client.get(address("state", case.pk, "declined"))

        assert response["Location"] == case.get_absolute_url()

    def test_an_unknown_state_is_not_found(self, client, a_case):
        assert client.get(address("state", a_case().pk, "nonsense")).status_code == 404

    def test_another_scope_than_suggested_asks_for_the_reason(self, client, a_case):
        case = a_case()
        PartyFactory(requisition=case)

        response = client.post(address("scope", case.pk), {"scope": "external"})

        assert "scope_reason" in response.context["form"].errors

    def test_a_party_and_its_contact(self, client, a_case):
        case, association = a_case(), OrganisationFactory(name="Broen")

        client.post(address("party_add", case.pk), {"who": "Broen", "role": "partner"})
        party = case.parties.get()
        client.post(
            address("party_contact", case.pk, party.pk),
            {"name": "Kim", "email": "kim@example.org", "keep_until": "01-10-2013"},
        )

        party.refresh_from_db()
        assert (party.organisation, party.role) == (association, PartyRole.PARTNER)
        assert party.contact.name == "Kim"

    def test_a_contact_with_a_cpr_number_is_refused(self, client, a_case):
        party = PartyFactory(requisition=a_case())

        response = client.post(
            address("party_contact", party.requisition_id, party.pk),
            {"name": "Kim", "email": "010190-1234@example.org", "keep_until": "01-10-2013"},
        )

        assert response.status_code == 422

    def test_nobody_knows_who_asked(self, client, a_case):
        case = a_case()

        client.post(address("requester_unknown", case.pk), {"unknown": "yes"})

        case.refresh_from_db()
        assert case.requester_unknown

    def test_documentation_is_found_added_and_removed(self, client, a_case, area):
        case = a_case()
        entry = LogEntryFactory(
            activity=ActivityFactory(main_area=area), text="Stafetten i Bazaren"
        )

        found = client.get(address("documentation", case.pk), {"q": "stafetten"})
        assert found.context["offered"].entries == [entry]
        client.post(address("documentation_add", case.pk, "entry", entry.pk))
        assert "Stafetten i Bazaren" in page_of(client, case)
        assert not client.get(address("documentation", case.pk), {"q": "stafetten"}).context[
            "offered"
        ]
        client.post(address("documentation_remove", case.pk, "entry", entry.pk), {"reason": "Fejl"})

        assert not case.log_entries.exists()

    @pytest.mark.parametrize("name", ["undo", "requester_unknown"])
    def test_a_get_changes_nothing(self, client, a_case, name):
        assert client.get(address(name, a_case().pk)).status_code == 405

    @pytest.mark.parametrize(
        "name", ["facts", "texts", "scope", "relevant", "retract", "party_add", "follow_up_phone"]
    )
    def test_is_not_for_readers(self, client_of, laeser, a_case, name):
        client = client_of(laeser)

        assert client.get(address(name, a_case().pk)).status_code == 403
        assert client.post(address(name, Requisition.objects.get().pk)).status_code == 403
