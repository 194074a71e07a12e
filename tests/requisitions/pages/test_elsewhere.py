"""Cases on «Min side» and in the site's search."""

import datetime

import pytest
from django.urls import reverse

from requisitions.models.choices import State
from tests.factories import FollowUpFactory, LogEntryFactory, PartyFactory
from tests.requisitions.pages import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)


class TestMyPage:
    @pytest.fixture
    def lacking(self, client):
        return lambda: [row.case for row in client.get("/my/").context["lacking"].rows]

    def test_lists_my_cases_that_lack_something(self, lacking, a_case, konsulent, kollega):
        mine = a_case(responsible=konsulent)
        a_case(responsible=kollega)
        whole = a_case(responsible=konsulent, asked="Noget", scope="internal")
        PartyFactory(requisition=whole)

        assert lacking() == [mine]

    def test_lists_follow_ups_that_are_due(self, client, lacking, a_case, konsulent):
        whole = {"asked": "x", "done": "y", "scope": "internal", "requester_unknown": True}
        due = a_case(responsible=konsulent, relevant=True, state=State.COMPLETED, **whole)
        answered = a_case(responsible=konsulent, relevant=True, state=State.COMPLETED, **whole)
        FollowUpFactory(
            requisition=answered,
            answered_on=TODAY,
            new_methods="yes",
            better_cooperation="no",
        )
        a_case(responsible=konsulent, relevant=False, state=State.COMPLETED, **whole)

        assert lacking() == [due]
        assert address("follow_up_phone", due.pk) in client.get("/my/").content.decode()


class TestTheSitesSearch:
    @pytest.fixture
    def search(self, client):
        return lambda text: client.get(reverse("overview:search"), {"q": text}).context["found"]

    @pytest.mark.parametrize("word", ["rekvirering", "rekvisition", "rekvisering"])
    def test_finds_all_cases_by_either_word(self, search, a_case, word):
        case = a_case()

        assert search(word).cases == [case]

    def test_finds_what_is_written_with_another_of_the_words(self, search, area):
        entry = LogEntryFactory(text="Fem rekvisitioner kom ind")

        assert search("rekvirering").entries == [entry]

    def test_finds_cases_by_their_requester_and_organisations(self, search, a_case):
        case = a_case()
        party = PartyFactory(requisition=case)

        found = search(party.organisation.name.upper())

        assert (found.cases, found.organisations) == ([case], [party.organisation])
