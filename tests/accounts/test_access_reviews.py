"""Twice a year somebody goes through who has access, and signs the list off."""

import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from accounts.models import AccessReview, User
from accounts.models.roles import Role
from accounts.queries.reviews import review_due_on
from tests.accounts.people import person
from tests.site.posting import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]
PAGE, MY_PAGE = reverse("accounts:user_review"), reverse("overview:my_page")
REMINDER = "Go through the list and sign it off"


@pytest.fixture(autouse=True)
def _came_in_march(admin_client):
    User.objects.update(date_joined=make_aware(datetime.datetime(2011, 3, 15, 12)))


def test_lists_those_who_may_sign_in_and_keeps_the_list_as_it_was(admin_client):
    bo = person(Role.READER, "bo", full_name="Bo Bendtsen", email="bo@x.dk")
    person(Role.READER, "gone", full_name="Gitte Gået", is_active=False)

    assert Opened.at(admin_client, PAGE, {}).send().status_code == 302
    User.objects.filter(pk=bo.pk).update(full_name="Bo Nu", role=Role.ADMIN)

    review = AccessReview.objects.get()
    assert (review.recorded_by, review.recorded_at.date()) == (
        admin_client.user,
        datetime.date(2011, 10, 1),
    )
    assert [one["username"] for one in review.listed] == ["bo", "admin"]
    assert review.listed[0] == {
        "name": "Bo Bendtsen",
        "username": "bo",
        "email": "bo@x.dk",
        "role": "reader",
        "last_login": "",
    }
    page = admin_client.get(PAGE).content.decode()
    assert "Bo Bendtsen" in page and "Bo Nu" in page and "Gitte" not in page


def test_a_list_that_changed_meanwhile_is_gone_through_once_more(admin_client):
    opened = Opened.at(admin_client, PAGE, {})
    person(Role.MANAGER, "new", full_name="Ny Nielsen")

    refused = opened.send()

    assert refused.status_code == 422 and AccessReview.objects.count() == 0
    page = refused.content.decode()
    assert "The list has changed meanwhile" in page and "Ny Nielsen" in page
    assert opened.send(seen=refused.context["form"]["seen"].value()).status_code == 302
    assert len(AccessReview.objects.get().listed) == 2


def test_is_due_half_a_year_after_the_last_or_the_first_user(admin_client, clock):
    assert review_due_on() == datetime.date(2011, 9, 15)
    Opened.at(admin_client, PAGE, {}).send()
    assert review_due_on() == datetime.date(2012, 4, 1)


def test_administrators_are_reminded_on_their_page_until_it_is_done(admin_client, clock, client_of):
    leder = person(Role.MANAGER, "leder")

    def reminded(day, browser=admin_client):
        clock(day)
        return REMINDER in browser.get(MY_PAGE).content.decode()

    due = datetime.date(2011, 9, 15)
    assert [reminded(due - datetime.timedelta(1)), reminded(due)] == [False, True]
    assert not reminded(due, client_of(leder))
    Opened.at(admin_client, PAGE, {}).send()
    assert not reminded(due)
    assert reminded(datetime.date(2012, 3, 15))


@pytest.mark.parametrize("role", [Role.READER, Role.CONSULTANT, Role.MANAGER])
def test_is_for_administrators(role, client_of):
    assert client_of(person(role, "other")).get(PAGE).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_takes_so_many_queries(admin_client, django_assert_num_queries, number):
    for one in range(number - 1):
        person(Role.READER, f"nr{one}")
        AccessReview.objects.create(recorded_by=admin_client.user, listed=[])
    # The session and its user, the programmes of the menu, what is typed there; the list, when it
    # was last gone through and the earlier ones.
    with django_assert_num_queries(7 if number > 1 else 8):
        admin_client.get(PAGE)
