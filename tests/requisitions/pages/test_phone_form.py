"""Taking a case down: three fields, and a receipt."""

import pytest

from directory.models import Organisation
from requisitions.models import Requisition
from tests.factories import OrganisationFactory
from tests.requisitions.pages import address, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestThePhoneForm:
    @pytest.fixture
    def send(self, client, area):
        def sent(**data):
            return client.post(
                address("new"), {"who": "", "subject": "Hjælp", "channel": "phone", **data}
            )

        return sent

    def test_has_three_fields(self, client, area):
        form = client.get(address("new")).context["form"]

        assert [field.name for field in form.visible_fields()] == ["who", "subject", "channel"]

    def test_with_the_subject_alone_makes_a_case(self, send):
        response = send(submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")

        case = Requisition.objects.get()
        assert response["Location"] == f"{case.get_absolute_url()}?saved=1"

    def test_pressed_twice_makes_one(self, send):
        for _press in range(2):
            send(submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")

        assert Requisition.objects.count() == 1

    def test_finds_the_requester_by_name(self, send):
        school = OrganisationFactory(name="Rådmandsgades Skole")

        send(who="rådmandsgades skole", submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")

        assert Requisition.objects.get().parties.get().organisation == school

    def test_asks_what_an_unknown_requester_is_and_offers_those_nearly_called_so(self, send):
        OrganisationFactory(name="Foreningen Nordlyset")

        response = send(who="Foreningen Nordlys")

        page = response.content.decode()
        assert response.status_code == 422
        assert 'name="pick" value="Foreningen Nordlyset"' in page
        assert '<select name="kind"' in page
        # Enter presses the first button, which saves and picks nobody.
        first = page[page.index('name="submission"') :].split("<button", 1)[1].split(">")[0]
        assert "pick" not in first
        assert not Requisition.objects.exists()

    def test_takes_the_one_that_was_picked(self, send):
        OrganisationFactory(name="Foreningen Nordlyset")

        send(
            who="Foreningen Nordlys",
            pick="Foreningen Nordlyset",
            submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1",
        )

        assert Requisition.objects.get().parties.get().organisation.name == "Foreningen Nordlyset"

    def test_adds_a_requester_whose_kind_is_given(self, send):
        send(
            who="Broen",
            kind="association",
            submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1",
        )

        assert Organisation.objects.get().name == "Broen"

    def test_without_a_programme_says_what_to_do(self, client):
        response = client.post(
            address("new"),
            {
                "subject": "Hjælp",
                "channel": "phone",
                "submission": "6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1",
            },
        )

        assert response.status_code == 422
        assert "no programme yet" in response.content.decode()

    def test_leads_to_a_receipt_with_an_undo(self, client, send):
        send(submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")
        case = Requisition.objects.get()

        assert address("undo", case.pk) in page_of(client, case, saved=1)
        client.post(address("undo", case.pk))

        case.refresh_from_db()
        assert case.is_retracted
