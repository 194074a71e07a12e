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
