"""The register in figures."""

import datetime

import pytest

from directory.models import OrganisationKind, OrganisationName
from requisitions.models.choices import State
from tests.factories import OrganisationFactory, PartyFactory
from tests.requisitions.pages import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestFigures:
    def test_stand_with_their_tables(self, client, a_case, konsulent):
        a_case(responsible=konsulent, received_on=datetime.date(2011, 9, 30))
        done = a_case(state=State.COMPLETED, received_on=datetime.date(2011, 5, 1))
        PartyFactory(requisition=done)

        response = client.get(address("figures"))

        figures = response.context["figures"]
        assert figures.received == [2]
        assert [line.numbers for line in figures.by_requester] == [[1], [1]]
        assert figures.turnaround[0].median == 31
        assert figures.waiting[0].responsible == "Karla Konsulent"

    def test_count_each_kind_of_case(self, client, a_case, konsulent):
        day = datetime.date
        shared = a_case(received_on=day(2011, 5, 1), state=State.COMPLETED)
        for kind in ("administration", "association", "association"):
            PartyFactory(requisition=shared, organisation=OrganisationFactory(kind=kind))
        a_case(received_on=day(2011, 5, 2), state=State.COMPLETED)
        a_case(received_on=None, scope="internal")
        a_case(received_on=day(2010, 12, 31), responsible=konsulent)
        a_case(received_on=day(2012, 1, 1))

        figures = client.get(address("figures")).context["figures"]

        assert figures.years == [2011, 2010]
        assert figures.by_month[4].numbers == [2, 0]
        assert figures.by_month[-1].numbers == [1, 0]
        assert figures.received == [3, 1]
        # An administration, associations once, and those of whom nobody knows who asked.
        assert [line.numbers for line in figures.by_requester] == [[1, 0], [1, 0], [2, 1]]
        [this, before] = figures.turnaround
        assert (this.completed, this.median, this.longest) == (2, 31, 31)
        assert before.completed == 0
        assert [(one.responsible, one.numbers) for one in figures.waiting] == [
            ("Karla Konsulent", [0, 0, 0, 1, 0]),
            ("", [0, 0, 0, 0, 1]),
        ]
        internal = client.get(address("figures"), {"scope": "internal"}).context["figures"]
        assert internal.received == [1]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_cost_the_same_for_one_case_and_for_three(
        self, client, a_case, rows, django_assert_num_queries
    ):
        for _row in range(rows):
            PartyFactory(requisition=a_case())
        client.get(address("figures"))

        with django_assert_num_queries(12):
            client.get(address("figures"))

    def test_name_an_administration_as_it_was_called_at_the_years_end(self, client, a_case):
        administration = OrganisationFactory(kind=OrganisationKind.ADMINISTRATION, name="Aaby")
        OrganisationName.objects.create(
            organisation=administration, name="Ørby", until=datetime.date(2011, 6, 30)
        )
        for day in (datetime.date(2010, 5, 1), datetime.date(2011, 8, 1)):
            PartyFactory(requisition=a_case(received_on=day), organisation=administration)

        def named(year):
            [line] = client.get(address("figures"), {"year": year}).context["figures"].by_requester
            return line.label, line.note

        assert named(2010) == ("Ørby", "")
        assert named(2011) == ("Aaby", "Ørby")

    @pytest.mark.parametrize("query", [{"year": "x"}, {"year": "99999"}, {"scope": "\x00"}])
    def test_stand_whatever_the_address_asks(self, client, a_case, query):
        a_case()

        assert client.get(address("figures"), query).status_code == 200

    def test_stand_without_cases(self, client):
        assert client.get(address("figures")).status_code == 200
