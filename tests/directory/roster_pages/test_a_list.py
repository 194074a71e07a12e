"""A list is looked at, decided and put on the roster."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.models import Consultant, Organisation, OrganisationKind, Participant
from tests.directory.roster_pages.shared import FROM, KEPT, told
from tests.directory.test_sheets import sheet
from tests.factories import (
    OrganisationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def look(client, address):
    """Send a list to be looked at."""

    def at(text="", what="organisation", **more):
        data = {"step": "list", "text": text, "joined_on": FROM, "kind": "association", **more}
        return client.post(address("roster_add", what), data)

    return at


@pytest.fixture
def confirm(client, address):
    def sent(text, *choices, what="organisation", **more):
        lines = {f"line-{n}": choice for n, choice in enumerate(choices, 1)}
        data = {"text": text, "joined_on": FROM, "kind": "association", **lines, **more}
        return client.post(address("roster_confirm", what), data, follow=True)

    return sent


# A list ----------------------------------------------------------------------------------------
def test_a_list_is_shown_and_nothing_saved(look):
    OrganisationFactory(name="Broen")

    response = look("Broen\nHavnen\nHavnen\n\nBroens Venner")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Line 3: «Havnen» stands in the list before." in page
    assert [row.proposal.line.name for row in response.context["form"].rows()] == [
        "Broens Venner",
        "Havnen",
        "Broen",
    ]
    assert Organisation.objects.count() == 1
    assert not Participant.objects.exists()


def test_what_was_looked_at_is_confirmed_with_one_press(confirm):
    known = OrganisationFactory(name="Broen")

    response = confirm("Broen\nHavnen", f"at-{known.pk}", "new-restaurant")

    assert told(response) == ["2 added to the roster."]
    assert Participant.objects.first().joined_on == datetime.date(2011, 9, 1)


def test_confirming_twice_saves_once(confirm):
    confirm("Broen\nHavnen", "new-association", "new-association")
    again = confirm("Broen\nHavnen", "new-association", "new-association")

    assert again.status_code == 200
    assert Organisation.objects.count() == Participant.objects.count() == 2


def test_a_near_name_must_be_decided(confirm):
    OrganisationFactory(name="Foreningen Nordlyset")

    response = confirm("Foreningen Nordlys", "")

    assert response.status_code == 422
    assert "Choose what the line means." in response.content.decode()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("choice", ["at-999", "new-king", "at-", "'; DROP", "new-"])
def test_a_choice_that_was_not_offered_saves_nothing(confirm, choice):
    response = confirm("Havnen", choice)

    assert response.status_code == 422
    assert not Organisation.objects.exists()


def test_a_directory_that_changed_in_the_meantime_asks_again(confirm):
    OrganisationFactory(name="Havnen")

    response = confirm("Havnen", "new-association")

    assert "has changed in the meantime" in response.content.decode()
    assert Organisation.objects.count() == 1


def test_five_thousand_lines_are_refused_with_what_to_do(look):
    response = look("\n".join(f"Forening {n}" for n in range(5000)))

    assert response.status_code == 422
    assert "The list has 5.000 lines: add at most 400 at a time" in response.content.decode()


def test_four_hundred_lines_are_taken_in_one_go(look, confirm):
    names = "\n".join(f"Forening {n} {'abcdefghij'[n % 10] * 9}" for n in range(400))

    response = look(names)
    choices = [row.field.value() for row in response.context["form"].rows()]

    assert len(choices) == 400
    saved = confirm(names, *["new-association"] * 400)
    assert told(saved) == ["400 added to the roster."]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_list_says_so(look, text):
    assert "Paste a list, or choose a file with one." in look(text).content.decode()


def test_a_cpr_number_is_named_by_its_line_and_not_carried_on(look):
    response = look("Broen\nKaj 010190-1234")

    page = response.content.decode()
    assert "Line 2:" in page
    assert "010190" not in page


def test_nul_is_refused(look):
    assert look("Bro\x00en").status_code == 422


def test_names_are_shown_as_text(look):
    page = look("<script>alert(1)</script>").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page


def test_a_list_that_did_not_come_through_is_asked_for_again(client, address):
    response = client.post(
        address("roster_confirm", "organisation"), {"joined_on": "i går"}, follow=True
    )

    assert told(response) == ["The list did not come through: paste it again."]


def test_a_sheet_is_looked_at_in_the_same_way(look):
    upload = SimpleUploadedFile("liste.xlsx", sheet(["Navn"], ["Broen"], ["=1+1"]))

    response = look(sheet=upload)

    page = response.content.decode()
    assert "Line 3: holds a formula" in page
    assert [row.proposal.line.name for row in response.context["form"].rows()] == ["Broen"]


def test_a_file_that_is_no_sheet_is_refused_at_its_field(look):
    response = look(sheet=SimpleUploadedFile("liste.xlsx", b"Broen"))

    assert response.status_code == 422
    assert "Choose an Excel file (.xlsx)" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_at_a_list_costs_the_same_for_one_as_for_three(
    rows, look, django_assert_num_queries
):
    names = [OrganisationFactory().name for _row in range(rows)]

    with django_assert_num_queries(9):
        look("\n".join([*names, *(f"Ukendt {name} og flere" for name in names)]))


# Which of several ------------------------------------------------------------------------------
def test_which_of_several_workplaces_is_chosen_in_the_review(look, confirm):
    house = OrganisationFactory(name="Huset")
    other = OrganisationFactory(name="Huset", kind=OrganisationKind.STAKEHOLDER)
    more = {"what": "consultant", "keep_until": KEPT}

    [row] = look("Anna Holm; Huset", **more).context["form"].rows()
    undecided = confirm("Anna Holm\tHuset", "", **more)
    confirm("Anna Holm\tHuset", f"new-{other.pk}", **more)

    assert [value for value, _label in row.field.field.choices] == [
        "",
        f"new-{house.pk}",
        f"new-{other.pk}",
        "left-out",
    ]
    assert undecided.status_code == 422
    assert Consultant.objects.get().workplace == other
