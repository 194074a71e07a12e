"""What the pages cost."""

import datetime

import pytest

from directory.models import OrganisationKind, OrganisationName
from requisitions.models.choices import PartyRole, State
from tests.factories import (
    ContactFactory,
    FollowUpFactory,
    LogEntryFactory,
    ParticipantFactory,
    PartyFactory,
    StateFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)


class TestCosts:
    """The same number of queries for one of everything as for three."""

    @pytest.fixture(params=[1, 3])
    def filled(self, request, a_case, konsulent):
        made = []
        for _row in range(request.param):
            case = a_case(responsible=konsulent, state=State.COMPLETED, relevant=True, done="Noget")
            for role in (PartyRole.REQUESTER, PartyRole.PARTNER):
                contact = ContactFactory(organisation__kind=OrganisationKind.ADMINISTRATION)
                OrganisationName.objects.create(
                    organisation=contact.organisation, name="Før", until=TODAY
                )
                PartyFactory(
                    requisition=case, organisation=contact.organisation, role=role, contact=contact
                )
            FollowUpFactory(requisition=case)
            made.append(case)
        for _row in range(request.param):
            LogEntryFactory(activity=made[0].activity)
            made[0].log_entries.add(LogEntryFactory())
            made[0].participants.add(ParticipantFactory())
            StateFactory(requisition=made[0], state=State.COMPLETED, recorded_by=konsulent)
        return made[0]

    @pytest.mark.parametrize(
        ("page", "queries"),
        [
            ("/requisitions/?show=all", 15),
            ("/requisitions/register.csv?show=all", 12),
            ("/requisitions/figures/", 12),
            ("/my/", 20),
            ("/search/?q=rekvirering", 5),
        ],
    )
    @pytest.mark.usefixtures("indexed")
    def test_of_lists(self, client, filled, django_assert_num_queries, page, queries):
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200

    def test_of_a_case(self, client, filled, django_assert_num_queries):
        with django_assert_num_queries(21):
            assert client.get(filled.get_absolute_url()).status_code == 200
