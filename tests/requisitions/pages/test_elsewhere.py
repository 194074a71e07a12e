"""Cases on «Min side» and in the site's search."""

import datetime

import pytest
from django.urls import reverse

from core.clock import today
from requisitions.models import Requisition
from requisitions.models.choices import State
from requisitions.queries.register import register_of, rows_for, with_lacks
from tests.factories import FollowUpFactory, LogEntryFactory, PartyFactory, RequisitionFactory
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

    def test_shows_the_oldest_with_their_number_and_the_way_to_all(self, client, a_case, konsulent):
        first = datetime.date(2011, 3, 1)
        mine = [
            a_case(responsible=konsulent, received_on=first + datetime.timedelta(days=number))
            for number in range(22)
        ]

        response = client.get("/my/")

        assert [row.case for row in response.context["lacking"].rows] == mine[:20]
        assert "The oldest 20 of 22 cases" in response.content.decode()
        all_of_them = {"program": "all", "show": "lacking", "responsible": konsulent.pk}
        listed = client.get(address("register"), all_of_them).context["rows"]
        assert [row.case for row in listed] == mine

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_the_same_for_one_case_and_for_three(
        self, client, a_case, konsulent, rows, django_assert_num_queries
    ):
        for _row in range(rows):
            PartyFactory(requisition=a_case(responsible=konsulent))
        client.get("/my/")

        with django_assert_num_queries(20):
            client.get("/my/")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("relevant", [None, False, True])
@pytest.mark.parametrize("answered_on", [None, TODAY, TODAY + datetime.timedelta(days=1)])
def test_the_database_finds_what_the_rule_says_is_lacking(a_case, state, relevant, answered_on):
    answers = {"new_methods": "yes", "better_cooperation": "no"} if answered_on else {}
    for number in range(2**5):
        has_requester, is_unknown, asked, done, scope = (number >> bit & 1 for bit in range(5))
        case = a_case(
            state=state,
            relevant=relevant,
            requester_unknown=is_unknown,
            asked="x" * asked,
            done="x" * done,
            scope="internal" * scope,
        )
        if has_requester:
            PartyFactory(requisition=case)
        if answered_on or number % 2:
            FollowUpFactory(requisition=case, answered_on=answered_on, **answers)
    RequisitionFactory()  # one without a state

    found = with_lacks(register_of(TODAY), TODAY).values_list("pk", flat=True)

    rows = rows_for(list(Requisition.objects.values_list("pk", flat=True)), today())
    assert set(found) == {row.case.pk for row in rows if row.lacks}


@pytest.mark.usefixtures("indexed")
class TestTheSitesSearch:
    @pytest.fixture
    def search(self, client):
        def found(text):
            page = client.get(reverse("overview:search"), {"q": text}).context["found"]
            return {kind.code: [one.record for one in kind.records] for kind in page.kinds}

        return found

    @pytest.mark.parametrize("word", ["rekvirering", "rekvisition", "rekvisering"])
    def test_finds_all_cases_by_either_word(self, search, a_case, word):
        case = a_case()

        assert search(word)["cases"] == [case]

    def test_finds_what_is_written_with_another_of_the_words(self, search, area):
        entry = LogEntryFactory(text="Fem rekvisitioner kom ind")

        assert search("rekvirering")["entries"] == [entry]

    def test_finds_cases_by_their_requester_and_organisations(self, search, a_case):
        case = a_case()
        party = PartyFactory(requisition=case)

        found = search(party.organisation.name.upper())

        assert found == {"cases": [case], "organisations": [party.organisation]}
