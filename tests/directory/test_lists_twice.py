"""A list that is sent twice, by Back, a double press or two tabs, is saved once."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from directory.models import Consultant, OrganisationKind, Participant, SchoolClass
from directory.rules.lists import Line, LineKind
from directory.services.organisations import school_class
from directory.services.rosters import (
    NEW,
    LineDecision,
    RosterAddition,
    add_list,
    retract_participant,
)
from tests.factories import ActivityFactory, OrganisationFactory, UserFactory

FROM, KEPT = "2011-09-01", "2013-10-01"
SAVED_BEFORE = "It had been saved already. If you have changed something since, correct it."


@pytest.fixture
def activity(db):
    return ActivityFactory()


@pytest.fixture
def client(client_of, konsulent, clock, english):
    return client_of(konsulent)


def told(response):
    return [str(message) for message in response.context["messages"]]


def hidden(response, name):
    """What the page sends along unseen."""
    return response.context[name]["submission"].value()


class TestAList:
    @pytest.fixture
    def look(self, client, activity):
        address = reverse("directory:roster_add", args=[activity.pk, "consultant"])

        def at(text, submission=None):
            submission = submission or hidden(client.get(address), "many")
            data = {"step": "list", "text": text, "joined_on": FROM, "keep_until": KEPT}
            return client.post(address, {**data, "submission": submission})

        return at

    @pytest.fixture
    def confirm(self, client, activity):
        address = reverse("directory:roster_confirm", args=[activity.pk, "consultant"])

        def sent(review, *choices):
            lines = {f"line-{n}": choice for n, choice in enumerate(choices, 1)}
            carried = {field.name: field.value() or "" for field in review.context["carried"]}
            return client.post(address, {**carried, **lines}, follow=True)

        return sent

    def test_confirmed_twice_adds_nobody_twice_and_answers_as_before(self, look, confirm):
        review = look("Anna Holm\nBent Lund")
        first = confirm(review, NEW, NEW)
        again = confirm(review, NEW, NEW)

        assert told(first) == ["2 added to the roster."]
        assert told(again) == ["2 added to the roster.", SAVED_BEFORE]
        assert again.redirect_chain == first.redirect_chain
        assert Consultant.objects.count() == Participant.objects.count() == 2

    def test_looked_at_in_two_tabs_is_one_list(self, look, confirm):
        first = look("Anna Holm")
        second = look("Anna Holm", hidden(first, "carried"))
        confirm(first, NEW)
        confirm(second, NEW)

        assert Consultant.objects.count() == 1

    def test_another_list_typed_into_the_same_page_is_saved(self, look, confirm):
        first = look("Anna Holm")
        confirm(first, NEW)

        confirm(look("Bent Lund", hidden(first, "carried")), NEW)

        assert sorted(Consultant.objects.values_list("name", flat=True)) == [
            "Anna Holm",
            "Bent Lund",
        ]

    def test_of_the_same_names_from_a_new_page_is_asked_about(self, look, confirm):
        confirm(look("Anna Holm"), NEW)

        saved = confirm(look("Anna Holm"), NEW)

        assert told(saved) == ["1 added to the roster."]
        assert Consultant.objects.count() == 2

    @pytest.mark.parametrize("submission", ["not-one", "\x00", "a" * 5000])
    def test_with_a_damaged_key_is_no_server_error(self, look, submission):
        assert look("Anna Holm", submission).status_code == 422


class TestOneAtATime:
    @pytest.fixture
    def add(self, client, activity):
        address = reverse("directory:roster_add", args=[activity.pk, "consultant"])

        def sent(name, submission):
            fields = {"name": name, "joined_on": FROM, "keep_until": KEPT}
            fields["submission"] = submission
            data = {f"one-{field}": value for field, value in fields.items()}
            return client.post(address, {"step": "one", **data}, follow=True)

        return sent

    def test_a_new_person_sent_twice_is_one_person(self, add):
        submission = uuid.uuid4()

        assert told(add("Anna Holm", submission)) == ["1 added to the roster."]
        assert told(add("Anna Holm", submission)) == ["1 added to the roster.", SAVED_BEFORE]
        assert Consultant.objects.count() == 1

    def test_who_was_taken_off_since_can_be_added_again_from_the_same_page(
        self, add, activity, konsulent
    ):
        submission = uuid.uuid4()
        add("Anna Holm", submission)
        retract_participant(by=konsulent, participant=Participant.objects.get(), reason="En fejl.")

        response = add("Anna Holm", submission)

        assert SAVED_BEFORE not in told(response)

    def test_another_name_from_the_same_page_is_another_person(self, add):
        submission = uuid.uuid4()
        add("Anna Holm", submission)
        add("Bent Lund", submission)

        assert Consultant.objects.count() == 2


def pressed_at_once(press, times=10):
    def pressed(_number):
        try:
            return press()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as hands:
        return list(hands.map(pressed, range(times)))


@pytest.mark.django_db(transaction=True)
def test_a_list_sent_many_times_at_once_is_saved_once(clock):
    by = UserFactory()
    adding = RosterAddition(
        ActivityFactory(),
        LineKind.CONSULTANT,
        joined_on=datetime.date(2011, 3, 1),
        keep_until=datetime.date(2013, 1, 1),
        submission=uuid.uuid4(),
    )
    decisions = [LineDecision(Line(1, "Anna Holm"), NEW)]

    answers = pressed_at_once(lambda: add_list(by=by, adding=adding, decisions=decisions))

    assert Consultant.objects.count() == Participant.objects.count() == 1
    assert {len(added.participants) for added in answers} == {1}
    assert [added.was_saved_before for added in answers].count(False) == 1


@pytest.mark.django_db(transaction=True)
def test_a_class_written_down_by_many_at_once_is_one_class(clock):
    by, school = UserFactory(), OrganisationFactory(kind=OrganisationKind.SCHOOL)
    names = iter(["8.a", "8.A"] * 5)

    found = pressed_at_once(lambda: school_class(by=by, school=school, name=next(names)).pk)

    assert set(found) == {SchoolClass.objects.get().pk}
