"""One participant at a time."""

import datetime

import pytest

from directory.models import Consultant, Organisation, OrganisationKind, Participant
from tests.directory.roster_pages.shared import FROM, KEPT, told
from tests.factories import (
    OrganisationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


# One at a time ---------------------------------------------------------------------------------
@pytest.fixture
def add_one(client, address):
    def sent(name, what="organisation", **more):
        fields = {"name": name, "joined_on": FROM, "keep_until": KEPT, **more}
        data = {f"one-{field}": value for field, value in fields.items()}
        return client.post(address("roster_add", what), {"step": "one", **data}, follow=True)

    return sent


def test_one_of_the_directory_goes_straight_onto_the_roster(add_one):
    OrganisationFactory(name="Åbne Døre")

    assert told(add_one("åbne døre")) == ["1 added to the roster."]
    assert told(add_one("åbne døre"))[1] == "1 was on it already."


def test_a_name_that_the_directory_lacks_is_looked_at_first(add_one):
    response = add_one("Havnen")

    assert response.context["form"].rows()[0].proposal.line.name == "Havnen"
    assert not Organisation.objects.exists()


def test_a_class_of_a_known_school_goes_straight_onto_the_roster(add_one):
    OrganisationFactory(name="Holberg Skole", kind=OrganisationKind.SCHOOL)

    add_one("holberg skole", "class", beside="8.A")

    assert str(Participant.objects.get()) == "8.A, Holberg Skole"


def test_a_new_person_goes_straight_onto_the_roster_and_a_namesake_is_asked_about(add_one):
    add_one("Anna Holm", "consultant")
    assert Consultant.objects.get().keep_until == datetime.date(2013, 10, 1)

    response = add_one("Anna Holm", "consultant")

    [row] = response.context["form"].rows()
    assert row.field.value() == "left-out"
    assert Consultant.objects.count() == 1


def test_a_person_is_kept_until_a_day_that_is_still_to_come(add_one):
    response = add_one("Anna Holm", "consultant", keep_until="2011-10-01")

    assert "Give a day that is still to come." in response.content.decode()


def test_nobody_joins_on_a_day_ahead(add_one):
    OrganisationFactory(name="Broen")

    assert "lies ahead" in add_one("Broen", joined_on="2011-10-02").content.decode()


def test_a_workplace_that_was_named_with_its_kind_is_kept(add_one):
    OrganisationFactory(name="Huset")
    other = OrganisationFactory(name="Huset", kind=OrganisationKind.STAKEHOLDER)

    add_one("Anna Holm", "consultant", beside="Huset (Other stakeholder)")

    assert Consultant.objects.get().workplace == other
