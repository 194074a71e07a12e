"""The roster: dates, taking off, copying, and who sees whom."""

import datetime

import pytest
from django.urls import reverse

from tests.directory.roster_pages.shared import FROM, told
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    OrganisationFactory,
    ParticipantFactory,
    SchoolClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


# The roster ------------------------------------------------------------------------------------
def test_those_who_left_or_were_taken_off_are_shown_when_asked_for(client, address, activity):
    ParticipantFactory(activity=activity, organisation=OrganisationFactory(name="Står"))
    ParticipantFactory(
        activity=activity,
        organisation=OrganisationFactory(name="Gået"),
        left_on=datetime.date(2011, 9, 1),
    )

    assert "Gået" not in client.get(address()).content.decode()
    assert "Gået" in client.get(address(), {"all": ""}).content.decode()


def test_several_are_marked_at_once(client, address, activity):
    lines = ParticipantFactory.create_batch(2, activity=activity)

    response = client.post(
        address("roster_dates"),
        {"what": "completed_on", "on": "2011-09-20", "chosen": [line.pk for line in lines]},
        follow=True,
    )

    assert told(response) == ["2 have the date now."]
    assert activity.participants.filter(completed_on="2011-09-20").count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"what": "recorded_by", "on": FROM, "chosen": ["1"]},
        {"what": "left_on", "on": "i går", "chosen": ["x"]},
        {"what": "left_on", "on": "2012-01-01", "chosen": ["999999999999999999999"]},
    ],
)
def test_what_cannot_be_marked_is_current_text(client, address, data):
    response = client.post(address("roster_dates"), data, follow=True)

    assert response.status_code == 200
    assert told(response)[0]


def test_a_line_of_another_activity_is_not_marked(client, address):
    other = ParticipantFactory()

    client.post(address("roster_dates"), {"what": "left_on", "on": FROM, "chosen": [other.pk]})

    other.refresh_from_db()
    assert other.left_on is None


def test_a_line_is_taken_off_with_a_reason(client, activity):
    line = ParticipantFactory(activity=activity)
    address = reverse("directory:participant_retract", args=[line.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Stod der ved en fejl"})

    line.refresh_from_db()
    assert line.retraction_reason == "Stod der ved en fejl"
    assert client.get(address).status_code == 404


def test_dates_are_changed_on_their_own_page(client, activity):
    line = ParticipantFactory(activity=activity)
    address = reverse("directory:participant_change", args=[line.pk])

    wrong = client.post(address, {"joined_on": FROM, "left_on": FROM, "reason": "x"})
    client.post(address, {"joined_on": FROM, "completed_on": "2011-09-02", "reason": "x"})

    assert "not after the first" in wrong.content.decode()
    line.refresh_from_db()
    assert line.completed_on == datetime.date(2011, 9, 2)


# A copy ----------------------------------------------------------------------------------------
def test_another_activitys_roster_is_copied_but_for_those_that_are_here(client, address, activity):
    other = ActivityFactory()
    here, there = OrganisationFactory.create_batch(2)
    ParticipantFactory(activity=activity, organisation=here)
    for organisation in (here, there):
        ParticipantFactory(activity=other, organisation=organisation)
    source = f"{address('roster_copy')}?from={other.pk}"

    offered = client.get(source).context["form"].fields["chosen"].choices
    chosen = [pk for pk, _name in offered]
    response = client.post(source, {"joined_on": FROM, "chosen": chosen}, follow=True)

    assert [name for _pk, name in offered] == [str(there)]
    assert told(response) == ["1 added to the roster."]
    assert activity.participants.count() == 2


def test_as_many_are_offered_of_a_roster_as_it_shows(client, address):
    other = ActivityFactory()
    ParticipantFactory(activity=other)
    ParticipantFactory(activity=other, joined_on=datetime.date(2011, 12, 1))
    ParticipantFactory(
        activity=other, joined_on=datetime.date(2011, 3, 1), left_on=datetime.date(2011, 5, 1)
    )

    [found] = client.get(address("roster_copy")).context["others"]

    assert found.on_roster == 1


@pytest.mark.parametrize("source", ["?from=0", "?from=999999999999999999999"])
def test_a_roster_that_is_not_there_cannot_be_copied(client, address, source):
    assert client.get(f"{address('roster_copy')}{source}").status_code == 404


# Who sees whom ---------------------------------------------------------------------------------
@pytest.fixture
def person(activity):
    return ParticipantFactory(
        activity=activity, organisation=None, consultant=ConsultantFactory(name="Anna Holm")
    )


@pytest.mark.parametrize(("who", "seen"), [("laeser", False), ("admin", False), ("leder", True)])
def test_a_person_is_named_only_to_those_who_may_see_people(
    who, seen, request, client_of, address, person
):
    client = client_of(request.getfixturevalue(who))

    pages = [client.get(address()).content.decode()]
    if who != "laeser":
        for name in ("participant_change", "participant_retract"):
            one = reverse(f"directory:{name}", args=[person.pk])
            pages.append(client.get(one).content.decode())

    for page in pages:
        assert ("Anna Holm" in page) is seen
        assert (person.consultant.alias in page) is (who == "admin")


def test_an_administrator_neither_adds_nor_copies_people(client_of, admin, address, person):
    client = client_of(admin)
    other = ActivityFactory()
    copy = reverse("directory:roster_copy", args=[other.pk])

    assert client.get(address("roster_add", "consultant")).status_code == 403
    assert client.post(address("roster_confirm", "consultant")).status_code == 403
    assert client.get(f"{copy}?from={person.activity_id}").status_code == 404


def test_a_reader_reads_the_roster_and_changes_nothing(client_of, laeser, address, activity):
    ParticipantFactory(activity=activity)
    client = client_of(laeser)

    page = client.get(address())

    assert page.status_code == 200
    assert "<form method" not in page.content.decode().partition("<main")[2]
    assert client.post(address("roster_dates")).status_code == 403


# Costs -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_the_roster_costs_the_same_for_one_as_for_three(
    rows, client, address, activity, django_assert_num_queries
):
    ParticipantFactory.create_batch(rows, activity=activity)
    for _row in range(rows):
        ParticipantFactory(activity=activity, organisation=None, school_class=SchoolClassFactory())
        ParticipantFactory(activity=activity, organisation=None, consultant=ConsultantFactory())

    with django_assert_num_queries(5):
        assert client.get(address()).status_code == 200


def test_a_person_is_an_alias_wherever_nobody_asked_who_reads():
    person = ConsultantFactory(name="Anna Holm")
    line = ParticipantFactory(organisation=None, consultant=person)

    assert str(person) == str(line) == person.alias
    assert person.shown(people=True) == line.shown(people=True) == "Anna Holm"
    assert person.shown(people=False) == line.shown(people=False) == person.alias


def test_people_who_are_copied_are_chosen_by_name(client, address, activity, person):
    other = ActivityFactory()
    copy = reverse("directory:roster_copy", args=[other.pk])

    offered = client.get(f"{copy}?from={activity.pk}").context["form"].fields["chosen"].choices

    assert [name for _pk, name in offered] == ["Anna Holm"]
