"""All that is held on one person leaves in one file."""

import pytest
from django.urls import reverse

from overview.queries.person_data import COLUMNS, SECTIONS, person_data_of
from tests.factories import (
    ConsultantFactory,
    ContactFactory,
    ParticipantFactory,
    PartyFactory,
    RequisitionFactory,
    TickFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def held(client, kind, person):
    client.force_login(UserFactory())
    return client.get(reverse("overview:person_data", args=[kind, person.pk]))


def test_of_a_contact_it_is_the_row_its_versions_and_its_cases(client):
    contact = ContactFactory(name="Kim Prøve", phone="1")
    contact.phone = "2"
    contact.save()
    PartyFactory(organisation=contact.organisation, contact=contact)

    answer = held(client, "contact", contact).json()

    assert answer["person"]["name"] == "Kim Prøve"
    assert answer["person"]["organisation"] == str(contact.organisation)
    assert [version["phone"] for version in answer["versions"]] == ["2", "1"]
    assert len(answer["requisitions"]) == 1


def test_of_a_consultant_it_is_the_rosters_and_the_answers_as_well(client):
    consultant = ConsultantFactory()
    line = ParticipantFactory(organisation=None, consultant=consultant)
    TickFactory(participant=line)

    answer = held(client, "consultant", consultant).json()

    assert [row["joined_on"] for row in answer["participations"]] == ["2011-03-01"]
    assert [row["answer"] for row in answer["answers"]] == ["yes"]


def test_of_a_consultant_it_is_the_cases_that_the_person_documents(client):
    line = ParticipantFactory(organisation=None, consultant=ConsultantFactory())
    case = RequisitionFactory()
    case.participants.add(line)

    answer = held(client, "consultant", line.consultant).json()

    assert answer["requisitions"] == [
        {"subject": str(case), "received_on": "2011-03-01", "retracted": False}
    ]


def test_it_is_a_file_that_no_cache_keeps(client):
    response = held(client, "contact", ContactFactory())

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"


def test_somebody_unknown_is_not_found(client):
    client.force_login(UserFactory())

    assert client.get(reverse("overview:person_data", args=["contact", 7])).status_code == 404


def test_it_can_be_read_in_words(client, english):
    consultant = ConsultantFactory(name="Kim Prøve")
    TickFactory(participant=ParticipantFactory(organisation=None, consultant=consultant))
    client.force_login(UserFactory())

    response = client.get(reverse("overview:person_data_page", args=["consultant", consultant.pk]))

    page = response.content.decode()
    parts = {part.title: part for part in response.context["sections"]}
    assert "What is held on Kim Prøve" in page
    assert parts["Ticked, or asked later"].rows[0][2] == "Yes"
    assert "01-03-2011" in parts["Took part in"].rows[0]
    assert "no-store" in response["Cache-Control"]


def test_no_key_of_the_data_is_left_without_a_word(client):
    contact = ContactFactory()
    PartyFactory(organisation=contact.organisation, contact=contact)
    line = ParticipantFactory(organisation=None, consultant=ConsultantFactory())
    TickFactory(participant=line)
    RequisitionFactory().participants.add(line)

    for person in (contact, line.consultant):
        held = person_data_of(person)
        records = [held.pop("person"), *(row for rows in held.values() for row in rows)]
        assert held.keys() <= SECTIONS.keys()
        assert {key for record in records for key in record} <= COLUMNS.keys()
