"""The register as a list and as data."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from directory.models import OrganisationKind
from requisitions.models.choices import State
from requisitions.queries import register
from requisitions.services.cases import retract_case
from tests.factories import (
    ContactFactory,
    FollowUpFactory,
    MainAreaFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    PartyFactory,
    ProgramFactory,
)
from tests.requisitions.pages import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
REGISTER = "/requisitions/"


@pytest.fixture
def cases(client):
    """Those on the register's page, in its order."""
    return lambda **query: [row.case for row in client.get(REGISTER, query).context["rows"]]


class TestTheRegister:
    def test_shows_open_cases_the_oldest_first(self, cases, a_case):
        newer = a_case(received_on=datetime.date(2011, 9, 1))
        older = a_case(received_on=datetime.date(2011, 3, 1))
        a_case(state=State.COMPLETED)

        assert cases() == [older, newer]

    def test_shows_closed_cases_the_newest_first(self, cases, a_case):
        older = a_case(received_on=datetime.date(2011, 3, 1), state=State.DECLINED)
        newer = a_case(received_on=datetime.date(2011, 5, 1), state=State.COMPLETED)
        a_case()

        assert cases(show="closed") == [newer, older]

    def test_shows_the_cases_whose_follow_up_is_due(self, cases, a_case, area):
        due = a_case(state=State.COMPLETED, relevant=True)
        FollowUpFactory(requisition=due)
        a_case(state=State.COMPLETED, relevant=False)
        answered = a_case(state=State.COMPLETED, relevant=True)
        FollowUpFactory(
            requisition=answered, answered_on=TODAY, new_methods="yes", better_cooperation="no"
        )

        assert cases(show="follow-up") == [due]
        area.program.follow_up_weeks = 40
        area.program.save()
        assert cases(show="follow-up") == []

    def test_leaves_out_what_was_taken_out(self, cases, a_case, konsulent):
        retract_case(by=konsulent, case=a_case(), reason="Dublet")

        assert cases(show="all") == []

    def test_shows_the_current_programme_unless_asked_for_all(self, cases, a_case):
        own = a_case()
        earlier = ProgramFactory(
            slug="2007-2",
            starts_on=datetime.date(2007, 7, 1),
            ends_on=datetime.date(2007, 12, 31),
        )
        other = a_case(main_area=MainAreaFactory(program=earlier))

        assert cases() == [own]
        assert cases(program="2007-2") == [other]
        assert set(cases(program="all")) == {own, other}

    def test_is_filtered_by_state_scope_responsible_and_administration(
        self, cases, a_case, konsulent
    ):
        administration = OrganisationFactory(kind=OrganisationKind.ADMINISTRATION)
        found = a_case(state=State.ACCEPTED, scope="internal", responsible=konsulent)
        PartyFactory(requisition=found, organisation=administration)
        a_case(scope="external")

        assert cases(state="accepted") == [found]
        assert cases(scope="internal") == [found]
        assert cases(responsible=konsulent.pk) == [found]
        assert cases(administration=administration.pk) == [found]

    def test_is_sorted_in_danish_order(self, cases, a_case):
        by_title = {title: a_case(title) for title in ("Ågade", "Zoo", "Ærø", "Amager")}
        in_order = [by_title[title] for title in ("Amager", "Zoo", "Ærø", "Ågade")]

        assert cases(sort="subject") == in_order
        assert cases(sort="-subject") == in_order[::-1]

    @pytest.mark.parametrize("sort", ["received", "-state", "responsible", "nonsense"])
    def test_is_sorted_by_its_columns(self, cases, a_case, sort):
        assert len(cases(sort=sort, show=a_case() and "all")) == 1

    @pytest.mark.parametrize("word", ["rekvirering", "Rekvisitioner", "rekvisering", "rekvi"])
    def test_is_what_all_three_words_ask_for(self, cases, a_case, word):
        case = a_case()

        assert cases(q=word) == [case]

    @pytest.mark.parametrize(
        "words", ["brandvæsen", "BRANDVÆSEN", "rekvirering brandvæsen", "slukning", "nøgleord"]
    )
    @pytest.mark.usefixtures("indexed")
    def test_finds_words_in_names_subject_and_texts(self, cases, a_case, words):
        found = a_case("Oplæg med nøgleord", asked="Om slukning")
        PartyFactory(
            requisition=found, organisation=OrganisationFactory(name="Københavns Brandvæsen")
        )
        a_case("Noget andet")

        assert cases(q=words) == [found]

    @pytest.mark.usefixtures("indexed")
    def test_finds_an_administration_by_its_former_name_and_shows_the_name_of_then(
        self, client, a_case
    ):
        administration = OrganisationFactory(
            kind=OrganisationKind.ADMINISTRATION, name="Arbejdsmarkedsforvaltningen"
        )
        OrganisationNameFactory(
            organisation=administration,
            name="Beskæftigelsesforvaltningen",
            until=datetime.date(2025, 12, 31),
        )
        PartyFactory(requisition=a_case(), organisation=administration)

        [row] = client.get(REGISTER, {"q": "beskæftigelses"}).context["rows"]

        assert row.asked_by == "Beskæftigelsesforvaltningen"

    def test_shows_age_and_lacks(self, client, a_case):
        a_case(received_on=datetime.date(2011, 9, 1), asked="Noget", scope="internal")

        [row] = client.get(REGISTER).context["rows"]

        assert row.age == 30
        assert [str(lack) for lack in row.lacks] == ["requester"]

    @pytest.mark.parametrize("sort", ["received", "-received", "subject", "state", "responsible"])
    def test_stands_in_the_order_recorded_where_cases_are_alike(self, cases, a_case, sort):
        alike = [a_case() for _number in range(3)]

        assert cases(sort=sort) == alike

    def test_begins_with_those_of_no_day_and_of_nobody(self, cases, a_case, konsulent):
        known = a_case(responsible=konsulent, received_on=datetime.date(2011, 2, 1))
        unknown = a_case(received_on=None)

        assert cases(sort="received") == cases(sort="responsible") == [unknown, known]
        assert cases(sort="-received") == cases(sort="-responsible") == [known, unknown]

    def test_is_sorted_by_the_course_of_the_states(self, cases, a_case):
        states = [State.IN_PROGRESS, State.RECEIVED, State.COMPLETED]
        going, new, done = (a_case(state=state) for state in states)

        assert cases(sort="state", show="all") == [new, going, done]

    @pytest.mark.parametrize("rows", [1, 3])
    @pytest.mark.parametrize(("sort", "queries"), [("", 15), ("subject", 15), ("responsible", 16)])
    def test_costs_the_same_for_one_case_and_for_three(
        self, client, a_case, konsulent, rows, sort, queries, django_assert_num_queries
    ):
        for _row in range(rows):
            PartyFactory(requisition=a_case(responsible=konsulent))
        client.get(REGISTER)

        with django_assert_num_queries(queries):
            client.get(REGISTER, {"sort": sort})

    def test_shows_fifty_a_page(self, client, a_case):
        for number in range(51):
            a_case(f"Sag {number}")

        assert len(client.get(REGISTER).context["rows"]) == 50
        assert len(client.get(REGISTER, {"page": 2}).context["rows"]) == 1

    @pytest.mark.parametrize(
        "query",
        [
            {"page": "x"},
            {"program": "nosuch"},
            {"administration": "99999999999999999999"},
            {"responsible": "\x00"},
            {"q": "\x00"},
            {"q": "x" * 5000},
            {"state": "<script>alert(1)</script>"},
            {"sort": "\x00"},
            {"show": "nonsense"},
        ],
    )
    def test_stands_whatever_the_address_asks(self, client, a_case, query):
        a_case()

        response = client.get(REGISTER, query)

        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()

    def test_without_cases_says_what_to_do(self, client, area):
        assert "Take the first one down" in client.get(REGISTER).content.decode()
        assert "No case fits" in client.get(REGISTER, {"q": "isbjørn"}).content.decode()

    def test_without_a_programme_stands_empty(self, client):
        assert client.get(REGISTER).status_code == 200

    def test_offers_readers_nothing_to_change(self, client_of, laeser, a_case):
        a_case()

        page = client_of(laeser).get(REGISTER).content.decode()

        assert address("new") not in page


class TestTheRegisterAsData:
    def test_has_the_rows_in_the_order_of_the_page_however_many_are_held(
        self, client, a_case, monkeypatch
    ):
        monkeypatch.setattr(register, "AT_A_TIME", 2)
        for title in ("Ærø", "Amager", "Zoo"):
            a_case(title)

        response = client.get(address("register_data", "csv"), {"sort": "subject"})

        text = response.content.decode("utf-8-sig")
        assert [row.split(";")[4] for row in text.splitlines()[1:]] == ["Amager", "Zoo", "Ærø"]

    def test_has_every_row_that_the_filters_let_through(self, client, a_case):
        a_case("En åben")
        a_case("En lukket", state=State.COMPLETED)

        response = client.get(address("register_data", "csv"), {"show": "closed"})

        text = response.content.decode("utf-8-sig")
        assert "En lukket" in text
        assert "En åben" not in text
        assert response["Content-Disposition"].endswith('2011-10-01.csv"')

    def test_opens_as_a_workbook_and_runs_no_formula(self, client, a_case):
        a_case("=1+1")

        response = client.get(address("register_data", "xlsx"))

        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet["E2"].value == "=1+1"
        assert sheet["E2"].data_type == "s"

    def test_holds_no_contacts(self, client, a_case):
        contact = ContactFactory(name="Kim Kontakt")
        PartyFactory(requisition=a_case(), organisation=contact.organisation, contact=contact)

        assert b"Kim Kontakt" not in client.get(address("register_data", "csv")).content
