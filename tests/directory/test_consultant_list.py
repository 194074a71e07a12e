"""The list of dialogue consultants: who is trained where, and how long each is kept."""

import datetime

import pytest
from django.urls import reverse

from core.clock import now
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    ParticipantFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

LIST = "/consultants/"


@pytest.fixture
def client(client_of, leder):
    return client_of(leder)


def trained(person, **line):
    return ParticipantFactory(organisation=None, consultant=person, **line)


def names_in(response):
    return [person.name for person in response.context["table"].shown()]


def test_people_stand_by_name_in_danish_order_and_the_other_way_round(client):
    for name in ("Åse", "Zenia", "Ørn", "ældgammel"):
        ConsultantFactory(name=name)
    ordered = ["Zenia", "ældgammel", "Ørn", "Åse"]

    assert names_in(client.get(LIST)) == ordered
    assert names_in(client.get(LIST, {"sort": "-name"})) == ordered[::-1]


def test_each_stands_with_workplace_training_and_days(client):
    house = OrganisationFactory(name="Kulturhuset")
    person = ConsultantFactory(name="Anna Holm", workplace=house)
    course = ActivityFactory(title="Dialogkursus")
    trained(person, activity=course, completed_on=datetime.date(2011, 5, 2))

    page = client.get(LIST).content.decode()

    assert f'href="{person.get_absolute_url()}"' in page
    assert f'href="{house.get_absolute_url()}"' in page
    assert f'href="{reverse("directory:roster", args=[course.pk])}">Dialogkursus' in page
    assert "02-05-2011" in page
    assert "31-12-2013" in page


def test_of_several_trainings_the_first_completed_one_counts(client):
    person = ConsultantFactory()
    for day in (9, 2):
        trained(person, completed_on=datetime.date(2011, 5, day))

    page = client.get(LIST).content.decode()

    assert "02-05-2011" in page
    assert "09-05-2011" not in page


def test_a_line_that_was_taken_off_is_no_training(client):
    line = trained(
        ConsultantFactory(),
        activity=ActivityFactory(title="Dialogkursus"),
        retracted_at=now(),
        retraction_reason="Fejl",
    )

    assert str(line.activity) not in client.get(LIST).content.decode()


@pytest.mark.usefixtures("indexed")
def test_it_is_searched_by_name_and_by_any_name_of_the_workplace(client):
    house = OrganisationFactory(name="Kulturhuset")
    OrganisationNameFactory(
        organisation=house, name="Medborgerhuset", until=datetime.date(2010, 1, 1)
    )
    ConsultantFactory(name="Anna Holm", workplace=house)
    ConsultantFactory(name="Bent Lund")

    for text in ("anna", "KULTUR", "medborger"):
        assert names_in(client.get(LIST, {"q": text})) == ["Anna Holm"]
    nobody = client.get(LIST, {"q": "findes ikke"}).content.decode()
    assert "Nobody of that name or workplace." in nobody


@pytest.mark.parametrize(
    ("keep_until", "told"),
    [
        (datetime.date(2011, 9, 30), "is removed any day now"),
        (datetime.date(2011, 10, 1), "is removed soon"),
        (datetime.date(2011, 11, 29), "is removed soon"),
        (datetime.date(2011, 11, 30), None),
    ],
)
def test_whoever_is_removed_within_two_months_is_marked(client, keep_until, told):
    ConsultantFactory(keep_until=keep_until)

    page = client.get(LIST).content.decode()

    assert ("is removed" in page) is bool(told)
    assert told is None or told in page


def test_by_the_day_of_removal_the_first_to_go_stands_first(client):
    ConsultantFactory(name="Anna", keep_until=datetime.date(2013, 1, 1))
    ConsultantFactory(name="Bent", keep_until=datetime.date(2012, 1, 1))

    assert names_in(client.get(LIST, {"sort": "keep_until"})) == ["Bent", "Anna"]


def test_whoever_was_removed_is_not_listed(client):
    ConsultantFactory(name="", removed_at=now())

    assert "on the roster of an activity" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("who", "sees"), [("laeser", False), ("admin", False), ("konsulent", True)]
)
def test_only_those_who_may_see_people_see_them_and_are_led_there(request, client_of, who, sees):
    client = client_of(request.getfixturevalue(who))
    ConsultantFactory(name="Anna Holm")

    assert ("Anna Holm" in client.get(LIST).content.decode()) is sees
    directory = client.get(reverse("directory:organisations")).content.decode()
    assert (f'href="{LIST}"' in directory) is sees


@pytest.mark.parametrize(
    "query", ["page=999999999999", "page=x", "sort=%00", "sort=workplace", "q=%00%25_", "q=%20"]
)
def test_it_answers_hostile_parts(client, query):
    ConsultantFactory()

    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_as_for_three(rows, client, django_assert_num_queries):
    for _row in range(rows):
        person = ConsultantFactory(workplace=OrganisationFactory())
        trained(person)
        trained(person)

    with django_assert_num_queries(5):
        client.get(LIST)


def test_where_the_clock_stands_still_nobody_has_completed_ahead_of_it(client):
    trained(ConsultantFactory(), completed_on=datetime.date(2011, 12, 15))
    later = datetime.date(2011, 11, 1)
    trained(ConsultantFactory(), activity=ActivityFactory(title="Næste"), joined_on=later)

    page = client.get(LIST).content.decode()

    assert "15-12-2011" not in page
    assert "Næste" not in page
