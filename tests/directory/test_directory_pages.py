"""The directory on the screen: the register, an organisation's page, names, people, schools."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from directory.models import BilingualShare, Contact, Organisation, OrganisationKind
from tests.factories import (
    ConsultantFactory,
    ContactFactory,
    OrganisationFactory,
    ParticipantFactory,
    PartyFactory,
    RequisitionFactory,
    SchoolClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

SCHOOL = OrganisationKind.SCHOOL


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Åbne Døre")


def page(name, *args):
    return reverse(f"directory:{name}", args=args)


def told(response):
    return [str(message) for message in response.context["messages"]]


# The register ----------------------------------------------------------------------------------
def names_in(response):
    return [one.name for one in response.context["table"].shown()]


def test_the_register_is_in_danish_order_and_the_other_way_round(client):
    for name in ("Ålen", "Ørkenen", "Zebraen", "aarhus", "Ænderne"):
        OrganisationFactory(name=name)
    ordered = ["Zebraen", "Ænderne", "Ørkenen", "Ålen", "aarhus"]

    assert names_in(client.get(page("organisations"))) == ordered
    backwards = client.get(page("organisations"), {"sort": "-name"})
    assert names_in(backwards) == ordered[::-1]


@pytest.mark.usefixtures("indexed")
def test_the_register_is_searched_by_any_name_and_by_kind(client, organisation):
    OrganisationFactory(name="Åbne Restaurant", kind=OrganisationKind.RESTAURANT)
    OrganisationFactory(name="Gammel", merged_into=organisation)

    found = client.get(page("organisations"), {"q": "åbne", "kind": "association"})

    assert names_in(found) == ["Åbne Døre"]
    assert names_in(client.get(page("organisations"), {"q": "gammel"})) == ["Åbne Døre"]


def test_the_register_counts_rosters_also_by_a_class(client):
    school = SchoolClassFactory()
    ParticipantFactory(organisation=None, school_class=school)
    ParticipantFactory(organisation=school.school)

    assert client.get(page("organisations")).context["table"].rosters == {school.school_id: 2}


@pytest.mark.parametrize(
    "query",
    ["page=999999999999", "page=x", "sort=%00", "q=%00%25_", "kind=king", "q=" + "a" * 5000],
)
def test_the_register_answers_hostile_parts(client, organisation, query):
    assert client.get(f"{page('organisations')}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_costs_the_same_for_one_as_for_three(rows, client, django_assert_num_queries):
    for line in ParticipantFactory.create_batch(rows):
        line.organisation.former_names.create(name="Før", until=datetime.date(2010, 1, 1))

    with django_assert_num_queries(5):
        client.get(page("organisations"))


# While one types -------------------------------------------------------------------------------
@pytest.mark.usefixtures("indexed")
def test_names_are_offered_under_whatever_name_the_box_has(client, organisation):
    offered = client.get(
        page("organisation_options"),
        {"requester": "åb"},
        headers={"HX-Request": "true", "HX-Trigger-Name": "requester"},
    ).content.decode()

    assert '<option value="Åbne Døre">Association</option>' in offered


@pytest.mark.parametrize("text", ["", "%00", "\x00", "a" * 5000, '"><script>'])
def test_the_box_survives_anything_typed(client, organisation, text):
    response = client.get(page("organisation_options"), {"q": text, "kind": "%00"})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


# Writing down ----------------------------------------------------------------------------------
def test_a_new_organisation_leads_to_its_page(client):
    response = client.post(page("organisation_new"), {"name": "Havnen", "kind": "restaurant"})

    assert response.url == Organisation.objects.get().get_absolute_url()


def test_a_name_that_is_taken_is_refused_at_its_field(client, organisation):
    response = client.post(page("organisation_new"), {"name": "ÅBNE DØRE", "kind": "association"})

    assert response.status_code == 422
    assert "name" in response.context["form"].errors


def test_a_new_name_and_a_slip_have_forms_of_their_own(client, organisation):
    client.post(
        page("organisation_rename", organisation.pk), {"name": "Dørene", "since": "2011-05-01"}
    )
    client.post(
        page("organisation_correct", organisation.pk),
        {"name": "Dørene", "kind": "stakeholder", "reason": "Forkert slags"},
    )

    shown = client.get(organisation.get_absolute_url()).content.decode()
    assert "Åbne Døre" in shown
    assert "until 30-04-2011" in shown
    assert "Forkert slags" in shown


def test_a_merge_is_shown_before_it_is_done(client, organisation):
    other = OrganisationFactory(name="De Åbne Døre")
    ParticipantFactory(organisation=organisation)
    address = page("organisation_merge", organisation.pk)
    data = {"kept_organisation": "De Åbne Døre", "reason": "Oprettet to gange"}

    shown = client.post(address, data)
    organisation.refresh_from_db()

    assert "«Åbne Døre» goes into «De Åbne Døre»." in shown.content.decode()
    assert organisation.merged_into is None
    client.post(address, {**data, "confirmed": other.pk})
    organisation.refresh_from_db()
    assert organisation.merged_into == other
    assert client.get(organisation.get_absolute_url()).url == other.get_absolute_url()
    assert "Also entered as" in client.get(other.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 404


def test_a_merge_confirmed_for_another_is_shown_anew(client, organisation):
    OrganisationFactory(name="Et")
    data = {"kept_organisation": "Et", "reason": "x", "confirmed": organisation.pk}

    response = client.post(page("organisation_merge", organisation.pk), data)

    assert response.status_code == 200
    organisation.refresh_from_db()
    assert organisation.merged_into is None


@pytest.mark.parametrize("kept_organisation", ["Findes ikke", "Åbne Døre", "Holberg Skole"])
def test_a_merge_with_the_wrong_one_is_refused(client, organisation, kept_organisation):
    OrganisationFactory(name="Holberg Skole", kind=SCHOOL)

    response = client.post(
        page("organisation_merge", organisation.pk),
        {"kept_organisation": kept_organisation, "reason": "x"},
    )

    assert response.status_code == 422


# Schools ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("percent", ["140", "-1", "41,234", "30,000", "mange"])
def test_a_share_that_cannot_be_is_refused(client, percent):
    school = OrganisationFactory(kind=SCHOOL)

    response = client.post(
        page("bilingual_share", school.pk), {"on": "2011-05-01", "percent": percent}
    )

    assert response.status_code == 422
    assert not BilingualShare.objects.exists()


def test_a_school_shows_its_classes_and_shares(client):
    school = SchoolClassFactory(name="8.A").school
    client.post(page("bilingual_share", school.pk), {"on": "01-05-2011", "percent": "62,5"})

    shown = client.get(school.get_absolute_url()).content.decode()

    assert BilingualShare.objects.get().percent == Decimal("62.5")
    assert "62,5" in shown
    assert "8.A" in shown


def test_only_a_school_has_those_pages(client, organisation):
    assert client.get(page("bilingual_share", organisation.pk)).status_code == 404
    assert client.get(page("class_new", organisation.pk)).status_code == 404


# People ----------------------------------------------------------------------------------------
def test_a_contact_is_added_changed_and_removed_from_history_too(client, organisation):
    data = {"name": "Marie Kjær", "phone": "33 17 00 00", "keep_until": "2013-10-01"}
    client.post(page("contact_new", organisation.pk), data)
    contact = Contact.objects.get()

    client.post(page("contact_change", contact.pk), {**data, "role": "Formand"})
    assert "Formand" in client.get(organisation.get_absolute_url()).content.decode()
    client.post(page("contact_remove", contact.pk))

    assert not Contact.objects.exists()
    assert not Contact.history.exists()


@pytest.mark.parametrize("field", ["name", "role", "phone", "email"])
def test_no_field_of_a_contact_takes_a_cpr_number(client, organisation, field):
    data = {"name": "Marie", "keep_until": "2013-10-01", field: "010190-1234"}
    if field == "email":
        data["email"] = "0101901234@example.dk"

    response = client.post(page("contact_new", organisation.pk), data)

    assert response.status_code == 422
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("who", "seen"), [("laeser", False), ("admin", False), ("leder", True)])
def test_people_stand_on_the_page_only_for_those_who_may_see_them(
    who, seen, request, client_of, organisation
):
    ContactFactory(organisation=organisation, name="Marie Kjær")
    ConsultantFactory(workplace=organisation, name="Anna Holm")
    client = client_of(request.getfixturevalue(who))

    shown = client.get(organisation.get_absolute_url()).content.decode()

    assert ("Marie Kjær" in shown) is seen
    assert ("Anna Holm" in shown) is seen


def test_a_removed_person_is_a_number_and_stays_on_the_roster(client):
    person = ConsultantFactory(name="Anna Holm")
    ParticipantFactory(organisation=None, consultant=person)

    client.post(page("consultant_remove", person.pk))

    shown = client.get(person.get_absolute_url()).content.decode()
    assert "Anna Holm" not in shown
    assert person.alias in shown
    assert person.participations.count() == 1
    assert client.get(page("consultant_change", person.pk)).status_code == 302


def test_a_persons_workplace_is_one_of_the_directory(client, organisation):
    person = ConsultantFactory()
    data = {"name": "Anna Holm", "keep_until": "2013-10-01"}
    address = page("consultant_change", person.pk)

    assert client.post(address, {**data, "workplace": "Findes ikke"}).status_code == 422
    client.post(address, {**data, "workplace": "åbne døre"})

    person.refresh_from_db()
    assert person.workplace == organisation


@pytest.mark.parametrize("rows", [1, 3])
def test_an_organisations_page_costs_the_same_for_one_as_for_three(
    rows, client, django_assert_num_queries
):
    school = OrganisationFactory(kind=SCHOOL)
    ContactFactory.create_batch(rows, organisation=school)
    ConsultantFactory.create_batch(rows, workplace=school)
    for day in range(1, rows + 1):
        on = datetime.date(2011, 1, day)
        BilingualShare.objects.create(school=school, on=on, percent=day)
        school.former_names.create(name="Før", until=on)
        ParticipantFactory(organisation=None, school_class=SchoolClassFactory(school=school))

    with django_assert_num_queries(13):
        assert client.get(school.get_absolute_url()).status_code == 200


# Names to come ---------------------------------------------------------------------------------
def test_the_page_is_headed_by_the_name_of_the_day_with_the_later_ones_noted(client, organisation):
    for name, until in (("Først", (2009, 12, 31)), ("Dengang", (2012, 6, 30))):
        organisation.former_names.create(name=name, until=datetime.date(*until))
    organisation.former_names.create(name="Siden", until=datetime.date(2020, 1, 31))

    response = client.get(organisation.get_absolute_url())

    page = response.content.decode()
    assert "<h1>Dengang</h1>" in page
    assert [row.name for row in response.context["former_names"]] == ["Først"]
    assert response.context["later_names"] == [
        ("Siden", datetime.date(2012, 7, 1)),
        ("Åbne Døre", datetime.date(2020, 2, 1)),
    ]
    assert "from 01-02-2020" in page


def test_a_case_of_a_later_day_is_not_listed_before_it(client, organisation):
    ahead = RequisitionFactory(received_on=datetime.date(2011, 10, 11))
    PartyFactory(requisition=ahead, organisation=organisation)

    assert list(client.get(organisation.get_absolute_url()).context["cases"]) == []


def test_a_merge_is_not_shown_with_a_day_ahead(client, organisation):
    OrganisationFactory(name="Et")
    data = {"kept_organisation": "Et", "reason": "x", "name_until": "2011-10-02"}

    response = client.post(page("organisation_merge", organisation.pk), data)

    assert response.status_code == 422
    assert "name_until" in response.context["form"].errors


class TestANameNearlyLikeAKnownOne:
    @pytest.mark.parametrize(
        ("known", "typed", "is_asked"),
        [
            ("Solen A/S", "Solen", True),
            ("Aaen", "Åen", True),
            ("Solen A/S", "Månen A/S", False),
        ],
    )
    def test_is_asked_about_and_never_merged_unseen(self, client, known, typed, is_asked):
        OrganisationFactory(name=known)
        page, sent = reverse("directory:organisation_new"), {"name": typed, "kind": "association"}
        response = client.post(page, sent)
        assert (response.status_code == 422) == is_asked
        if is_asked:
            [question] = response.context["form"].questions
            assert known in question.text
            key = response.context["form"].data["confirmed"]
            assert client.post(page, sent | {"confirmed": key}).status_code == 302
        assert {one.name for one in Organisation.objects.all()} == {known, typed}
