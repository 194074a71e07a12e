"""The pages of the register, as those who keep it and those who read it meet them."""

import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import ActivityKind, Organisation, OrganisationKind, OrganisationName
from activities.services import Happening, create_entry
from requisitions.follow_ups import Answers, answer_by_link, ask
from requisitions.models import Requisition
from requisitions.services import retract_case
from requisitions.vocabulary import PartyRole, State
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    ContactFactory,
    FollowUpFactory,
    LogEntryFactory,
    MainAreaFactory,
    OrganisationFactory,
    ParticipantFactory,
    PartyFactory,
    PlaceFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
REGISTER = "/requisitions/"


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"), number=1)


@pytest.fixture
def a_case(area):
    def made(title="Et dialogmøde", state=State.RECEIVED, responsible=None, **fields):
        program_area = fields.pop("main_area", area)
        case = RequisitionFactory(
            activity__main_area=program_area,
            activity__title=title,
            activity__responsible=responsible,
            **fields,
        )
        StateFactory(requisition=case, on=case.received_on or area.program.starts_on)
        if state != State.RECEIVED:
            StateFactory(requisition=case, state=state, on=datetime.date(2011, 6, 1))
        return case

    return made


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


@pytest.fixture
def cases(client):
    """Those on the register's page, in its order."""
    return lambda **query: [row.case for row in client.get(REGISTER, query).context["rows"]]


def page_of(client, case, **query):
    return client.get(case.get_absolute_url(), query).content.decode()


def address(name, *args):
    return reverse(f"requisitions:{name}", args=args)


class TestThePhoneForm:
    @pytest.fixture
    def send(self, client, area):
        def sent(**data):
            return client.post(
                address("new"), {"who": "", "subject": "Hjælp", "channel": "phone", **data}
            )

        return sent

    def test_has_three_fields(self, client, area):
        form = client.get(address("new")).context["form"]

        assert [field.name for field in form.visible_fields()] == ["who", "subject", "channel"]

    def test_with_the_subject_alone_makes_a_case(self, send):
        response = send(submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")

        case = Requisition.objects.get()
        assert response["Location"] == f"{case.get_absolute_url()}?saved=1"

    def test_pressed_twice_makes_one(self, send):
        for _press in range(2):
            send(submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")

        assert Requisition.objects.count() == 1

    def test_finds_the_requester_by_name(self, send):
        school = OrganisationFactory(name="Rådmandsgades Skole")

        send(who="rådmandsgades skole", submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")

        assert Requisition.objects.get().parties.get().organisation == school

    def test_asks_what_an_unknown_requester_is_and_offers_those_nearly_called_so(self, send):
        OrganisationFactory(name="Foreningen Nordlyset")

        response = send(who="Foreningen Nordlys")

        page = response.content.decode()
        assert response.status_code == 422
        assert 'name="pick" value="Foreningen Nordlyset"' in page
        assert '<select name="kind"' in page
        assert not Requisition.objects.exists()

    def test_takes_the_one_that_was_picked(self, send):
        OrganisationFactory(name="Foreningen Nordlyset")

        send(
            who="Foreningen Nordlys",
            pick="Foreningen Nordlyset",
            submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1",
        )

        assert Requisition.objects.get().parties.get().organisation.name == "Foreningen Nordlyset"

    def test_adds_a_requester_whose_kind_is_given(self, send):
        send(
            who="Broen",
            kind="association",
            submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1",
        )

        assert Organisation.objects.get().name == "Broen"

    def test_without_a_programme_says_what_to_do(self, client):
        response = client.post(
            address("new"),
            {
                "subject": "Hjælp",
                "channel": "phone",
                "submission": "6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1",
            },
        )

        assert response.status_code == 422
        assert "no programme yet" in response.content.decode()

    def test_leads_to_a_receipt_with_an_undo(self, client, send):
        send(submission="6b3d4f0e-3f55-4a44-9d0e-2f7a1ad3b6a1")
        case = Requisition.objects.get()

        assert address("undo", case.pk) in page_of(client, case, saved=1)
        client.post(address("undo", case.pk))

        case.refresh_from_db()
        assert case.is_retracted


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
    def test_finds_words_in_names_subject_and_texts(self, cases, a_case, words):
        found = a_case("Oplæg med nøgleord", asked="Om slukning")
        PartyFactory(
            requisition=found, organisation=OrganisationFactory(name="Københavns Brandvæsen")
        )
        a_case("Noget andet")

        assert cases(q=words) == [found]

    def test_finds_an_administration_by_its_former_name_and_shows_the_name_of_then(
        self, client, a_case
    ):
        administration = OrganisationFactory(
            kind=OrganisationKind.ADMINISTRATION, name="Arbejdsmarkedsforvaltningen"
        )
        OrganisationName.objects.create(
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


class TestACasesPage:
    def test_shows_contacts_only_to_those_who_may_see_people(
        self, client_of, konsulent, leder, admin, laeser, a_case
    ):
        case = a_case()
        contact = ContactFactory(name="Kim Kontakt", phone="33 66 33 66")
        PartyFactory(requisition=case, organisation=contact.organisation, contact=contact)

        sees = {
            user.username: "Kim Kontakt" in page_of(client_of(user), case)
            for user in (konsulent, leder, admin, laeser)
        }

        assert sees == {"konsulent": True, "leder": True, "admin": False, "laeser": False}

    def test_shows_the_answer_that_came_through_the_link(self, client, a_case, konsulent):
        case = a_case(state=State.COMPLETED, relevant=True)
        answer_by_link(token=ask(by=konsulent, case=case), answers=Answers("yes", "no"))

        assert "by the requester through the link" in page_of(client, case)

    def test_shows_nothing_of_days_that_the_demos_clock_has_not_reached(self, client, a_case):
        later = a_case(received_on=datetime.date(2011, 10, 2))
        case = a_case()
        StateFactory(requisition=case, state=State.COMPLETED, on=datetime.date(2011, 11, 1))

        assert client.get(later.get_absolute_url()).status_code == 404
        assert [
            row.state for row in client.get(case.get_absolute_url()).context["page"].states
        ] == [State.RECEIVED]
        rows = client.get(REGISTER, {"show": "all"}).context["rows"]
        assert [row.case for row in rows] == [case]

    def test_shows_readers_no_buttons(self, client_of, laeser, a_case):
        case = a_case()

        page = page_of(client_of(laeser), case).split("<main")[1]

        assert "<form" not in page
        assert "/facts/" not in page
        assert "/log/" not in page

    def test_leads_to_what_is_lacking(self, client, a_case):
        case = a_case(state=State.COMPLETED)

        page = page_of(client, case)

        for name in ("party_add", "texts", "scope", "relevant"):
            assert address(name, case.pk) in page

    def test_leads_on_to_the_next_state_and_logs_at_the_activity(self, client, a_case):
        case = a_case()

        page = page_of(client, case)

        assert address("state", case.pk, "accepted") in page
        assert reverse("indicators:log_form", args=["activity", case.activity_id]) in page

    def test_shows_everybodys_hours_only_to_those_who_may(
        self, client_of, konsulent, kollega, leder, a_case
    ):
        case = a_case()
        for user, hours in ((konsulent, 2), (kollega, 3)):
            happening = Happening(on=TODAY, text="Møde", hours=Decimal(hours))
            create_entry(by=user, subject=case.activity, happening=happening)

        seen = [
            client_of(user).get(case.get_absolute_url()).context["page"].hours
            for user in (konsulent, leder)
        ]

        assert seen == [2, 5]

    def test_shows_named_participants_by_their_alias_to_the_others(
        self, client_of, konsulent, laeser, a_case
    ):
        case = a_case()
        consultant = ConsultantFactory(name="Bo Dialog")
        case.participants.add(ParticipantFactory(organisation=None, consultant=consultant))

        assert "Bo Dialog" in page_of(client_of(konsulent), case)
        assert "Bo Dialog" not in page_of(client_of(laeser), case)

    def test_out_of_the_register_says_so_and_offers_no_change(self, client, a_case):
        case = a_case()
        client.post(address("retract", case.pk), {"reason": "Dublet"})

        page = page_of(client, case)

        assert "Taken out of the register" in page
        assert "/facts/" not in page

    def test_is_where_its_activity_leads(self, client, a_case):
        case = a_case()
        case.activity.kind = ActivityKind.CASE
        case.activity.save()

        response = client.get(reverse("overview:activity", args=[case.activity_id]))

        assert response["Location"] == case.get_absolute_url()

    def test_keeps_what_was_changed_from_what_to_what(self, client, a_case):
        case = a_case(scope="internal")
        client.post(address("scope", case.pk), {"scope": "external"})

        page = page_of(client, case)

        assert 'data-label="From" class="long">Internal<' in page
        assert 'data-label="To" class="long">External<' in page

    def test_says_who_was_taken_out_of_it(self, client, a_case):
        case = a_case()
        party = PartyFactory(requisition=case)
        client.post(address("party_remove", case.pk, party.pk), {"reason": "Det var en anden"})

        page = page_of(client, case)

        assert "Det var en anden" in page
        assert str(party.organisation) in page


class TestChangingACase:
    def test_facts(self, client, a_case, area):
        case, place = a_case(), PlaceFactory()

        client.post(
            address("facts", case.pk),
            {
                "subject": "Nyt emne",
                "received_on": "10-02-2011",
                "channel": "mail",
                "main_area": area.pk,
                "place": place.pk,
                "responsible": "",
            },
        )

        case = Requisition.objects.get(pk=case.pk)
        assert (str(case), case.channel, case.activity.place) == ("Nyt emne", "mail", place)
        assert case.received_on == datetime.date(2011, 2, 10)

    def test_a_state_with_its_undo(self, client, a_case):
        case = a_case()

        response = client.post(address("state", case.pk, "completed"), {"on": "2011-10-01"})
        row = case.states.first()
        assert response["Location"].endswith(f"?moved={row.pk}")
        assert address("state_undo", case.pk, row.pk) in page_of(client, case, moved=row.pk)
        client.post(address("state_undo", case.pk, row.pk))

        assert Requisition.objects.with_state(TODAY).get().state == State.RECEIVED

    def test_a_state_on_a_day_to_come_is_refused_at_its_field(self, client, a_case):
        case = a_case()

        response = client.post(address("state", case.pk, "accepted"), {"on": "2011-10-02"})

        assert response.status_code == 422
        assert "on" in response.context["form"].errors

    def test_a_state_that_does_not_follow_leads_back(self, client, a_case):
        case = a_case(state=State.COMPLETED)

        response = client.get(address("state", case.pk, "declined"))

        assert response["Location"] == case.get_absolute_url()

    def test_an_unknown_state_is_not_found(self, client, a_case):
        assert client.get(address("state", a_case().pk, "nonsense")).status_code == 404

    def test_another_scope_than_suggested_asks_for_the_reason(self, client, a_case):
        case = a_case()
        PartyFactory(requisition=case)

        response = client.post(address("scope", case.pk), {"scope": "external"})

        assert "scope_reason" in response.context["form"].errors

    def test_a_party_and_its_contact(self, client, a_case):
        case, association = a_case(), OrganisationFactory(name="Broen")

        client.post(address("party_add", case.pk), {"who": "Broen", "role": "partner"})
        party = case.parties.get()
        client.post(
            address("party_contact", case.pk, party.pk),
            {"name": "Kim", "email": "kim@example.org", "keep_until": "01-10-2013"},
        )

        party.refresh_from_db()
        assert (party.organisation, party.role) == (association, PartyRole.PARTNER)
        assert party.contact.name == "Kim"

    def test_a_contact_with_a_cpr_number_is_refused(self, client, a_case):
        party = PartyFactory(requisition=a_case())

        response = client.post(
            address("party_contact", party.requisition_id, party.pk),
            {"name": "Kim", "email": "010190-1234@example.org", "keep_until": "01-10-2013"},
        )

        assert response.status_code == 422

    def test_nobody_knows_who_asked(self, client, a_case):
        case = a_case()

        client.post(address("requester_unknown", case.pk), {"unknown": "yes"})

        case.refresh_from_db()
        assert case.requester_unknown

    def test_evidence_is_found_added_and_removed(self, client, a_case, area):
        case = a_case()
        entry = LogEntryFactory(
            activity=ActivityFactory(main_area=area), text="Stafetten i Bazaren"
        )

        found = client.get(address("evidence", case.pk), {"q": "stafetten"})
        assert found.context["offered"].entries == [entry]
        client.post(address("evidence_add", case.pk, "entry", entry.pk))
        assert "Stafetten i Bazaren" in page_of(client, case)
        assert not client.get(address("evidence", case.pk), {"q": "stafetten"}).context["offered"]
        client.post(address("evidence_remove", case.pk, "entry", entry.pk), {"reason": "Fejl"})

        assert not case.log_entries.exists()

    @pytest.mark.parametrize("name", ["undo", "requester_unknown"])
    def test_a_get_changes_nothing(self, client, a_case, name):
        assert client.get(address(name, a_case().pk)).status_code == 405

    @pytest.mark.parametrize(
        "name", ["facts", "texts", "scope", "relevant", "retract", "party_add", "follow_up_phone"]
    )
    def test_is_not_for_readers(self, client_of, laeser, a_case, name):
        client = client_of(laeser)

        assert client.get(address(name, a_case().pk)).status_code == 403
        assert client.post(address(name, Requisition.objects.get().pk)).status_code == 403


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

    @pytest.mark.parametrize("query", [{"year": "x"}, {"year": "99999"}, {"scope": "\x00"}])
    def test_stand_whatever_the_address_asks(self, client, a_case, query):
        a_case()

        assert client.get(address("figures"), query).status_code == 200

    def test_stand_without_cases(self, client):
        assert client.get(address("figures")).status_code == 200


class TestMyPage:
    @pytest.fixture
    def lacking(self, client):
        return lambda: [row.case for row in client.get("/my/").context["lacking"]]

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
            ("/requisitions/?show=all", 11),
            ("/requisitions/register.csv?show=all", 9),
            ("/requisitions/figures/", 7),
            ("/my/", 10),
            ("/search/?q=rekvirering", 8),
        ],
    )
    def test_of_lists(self, client, filled, django_assert_num_queries, page, queries):
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200

    def test_of_a_case(self, client, filled, django_assert_num_queries):
        with django_assert_num_queries(18):
            assert client.get(filled.get_absolute_url()).status_code == 200
