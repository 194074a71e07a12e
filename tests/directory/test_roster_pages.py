"""An activity's roster on the screen: adding one and many, dates, who may see whom."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory.models import Consultant, Organisation, OrganisationKind, Participant
from tests.directory.test_sheets import sheet
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    OrganisationFactory,
    ParticipantFactory,
    SchoolClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

FROM = "2011-09-01"
KEPT = "2013-10-01"


@pytest.fixture
def activity():
    return ActivityFactory(title="International Dag")


@pytest.fixture
def address(activity):
    def of(name="roster", *more):
        return reverse(f"directory:{name}", args=[activity.pk, *more])

    return of


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


@pytest.fixture
def look(client, address):
    """Send a list to be looked at."""

    def at(text="", what="organisation", **more):
        data = {"step": "list", "text": text, "joined_on": FROM, "kind": "association", **more}
        return client.post(address("roster_add", what), data)

    return at


@pytest.fixture
def confirm(client, address):
    def sent(text, *choices, what="organisation", **more):
        lines = {f"line-{n}": choice for n, choice in enumerate(choices, 1)}
        data = {"text": text, "joined_on": FROM, "kind": "association", **lines, **more}
        return client.post(address("roster_confirm", what), data, follow=True)

    return sent


def told(response):
    return [str(message) for message in response.context["messages"]]


# A list ----------------------------------------------------------------------------------------
def test_a_list_is_shown_and_nothing_saved(look):
    OrganisationFactory(name="Broen")

    response = look("Broen\nHavnen\nHavnen\n\nBroens Venner")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Line 3: «Havnen» stands in the list before." in page
    assert [row.proposal.line.name for row in response.context["form"].rows()] == [
        "Broens Venner",
        "Havnen",
        "Broen",
    ]
    assert Organisation.objects.count() == 1
    assert not Participant.objects.exists()


def test_what_was_looked_at_is_confirmed_with_one_press(confirm):
    known = OrganisationFactory(name="Broen")

    response = confirm("Broen\nHavnen", f"at-{known.pk}", "new-restaurant")

    assert told(response) == ["2 added to the roster."]
    assert Participant.objects.first().joined_on == datetime.date(2011, 9, 1)


def test_confirming_twice_saves_once(confirm):
    confirm("Broen\nHavnen", "new-association", "new-association")
    again = confirm("Broen\nHavnen", "new-association", "new-association")

    assert again.status_code == 200
    assert Organisation.objects.count() == Participant.objects.count() == 2


def test_a_near_name_must_be_decided(confirm):
    OrganisationFactory(name="Foreningen Nordlyset")

    response = confirm("Foreningen Nordlys", "")

    assert response.status_code == 422
    assert "Choose what the line means." in response.content.decode()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("choice", ["at-999", "new-king", "at-", "'; DROP", "new-"])
def test_a_choice_that_was_not_offered_saves_nothing(confirm, choice):
    response = confirm("Havnen", choice)

    assert response.status_code == 422
    assert not Organisation.objects.exists()


def test_a_directory_that_changed_in_the_meantime_asks_again(confirm):
    OrganisationFactory(name="Havnen")

    response = confirm("Havnen", "new-association")

    assert "has changed in the meantime" in response.content.decode()
    assert Organisation.objects.count() == 1


def test_five_thousand_lines_are_refused_with_what_to_do(look):
    response = look("\n".join(f"Forening {n}" for n in range(5000)))

    assert response.status_code == 422
    assert "The list has 5.000 lines: add at most 400 at a time" in response.content.decode()


def test_four_hundred_lines_are_taken_in_one_go(look, confirm):
    names = "\n".join(f"Forening {n} {'abcdefghij'[n % 10] * 9}" for n in range(400))

    response = look(names)
    choices = [row.field.value() for row in response.context["form"].rows()]

    assert len(choices) == 400
    saved = confirm(names, *["new-association"] * 400)
    assert told(saved) == ["400 added to the roster."]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_list_says_so(look, text):
    assert "Paste a list, or choose a file with one." in look(text).content.decode()


def test_a_cpr_number_is_named_by_its_line_and_not_carried_on(look):
    response = look("Broen\nKaj 010190-1234")

    page = response.content.decode()
    assert "Line 2:" in page
    assert "010190" not in page


def test_nul_is_refused(look):
    assert look("Bro\x00en").status_code == 422


def test_names_are_shown_as_text(look):
    page = look("<script>alert(1)</script>").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page


def test_a_list_that_did_not_come_through_is_asked_for_again(client, address):
    response = client.post(
        address("roster_confirm", "organisation"), {"joined_on": "i går"}, follow=True
    )

    assert told(response) == ["The list did not come through: paste it again."]


def test_a_sheet_is_looked_at_in_the_same_way(look):
    upload = SimpleUploadedFile("liste.xlsx", sheet(["Navn"], ["Broen"], ["=1+1"]))

    response = look(sheet=upload)

    page = response.content.decode()
    assert "Line 3: holds a formula" in page
    assert [row.proposal.line.name for row in response.context["form"].rows()] == ["Broen"]


def test_a_file_that_is_no_sheet_is_refused_at_its_field(look):
    response = look(sheet=SimpleUploadedFile("liste.xlsx", b"Broen"))

    assert response.status_code == 422
    assert "Choose an Excel file (.xlsx)" in response.content.decode()


# One at a time ---------------------------------------------------------------------------------
@pytest.fixture
def add_one(client, address):
    def sent(name, what="organisation", **more):
        fields = {"name": name, "joined_on": FROM, "keep_until": KEPT, **more}
        data = {f"one-{field}": value for field, value in fields.items()}
        return client.post(address("roster_add", what), {"step": "one", **data}, follow=True)

    return sent


def test_one_of_the_directory_goes_straight_onto_the_roster(add_one):
    OrganisationFactory(name="Åbne Døre")

    assert told(add_one("åbne døre")) == ["1 added to the roster."]
    assert told(add_one("åbne døre"))[1] == "1 was on it already."


def test_a_name_that_the_directory_lacks_is_looked_at_first(add_one):
    response = add_one("Havnen")

    assert response.context["form"].rows()[0].proposal.line.name == "Havnen"
    assert not Organisation.objects.exists()


def test_a_class_of_a_known_school_goes_straight_onto_the_roster(add_one):
    OrganisationFactory(name="Holberg Skole", kind=OrganisationKind.SCHOOL)

    add_one("holberg skole", "class", beside="8.A")

    assert str(Participant.objects.get()) == "8.A, Holberg Skole"


def test_a_new_person_goes_straight_onto_the_roster_and_a_namesake_is_asked_about(add_one):
    add_one("Anna Holm", "consultant")
    assert Consultant.objects.get().keep_until == datetime.date(2013, 10, 1)

    response = add_one("Anna Holm", "consultant")

    [row] = response.context["form"].rows()
    assert row.field.value() == "left-out"
    assert Consultant.objects.count() == 1


def test_a_person_is_kept_until_a_day_that_is_still_to_come(add_one):
    response = add_one("Anna Holm", "consultant", keep_until="2011-10-01")

    assert "Give a day that is still to come." in response.content.decode()


def test_nobody_joins_on_a_day_ahead(add_one):
    OrganisationFactory(name="Broen")

    assert "lies ahead" in add_one("Broen", joined_on="2011-10-02").content.decode()


# The roster ------------------------------------------------------------------------------------
def test_those_who_left_or_were_taken_off_are_shown_when_asked_for(client, address, activity):
    ParticipantFactory(activity=activity, organisation=OrganisationFactory(name="Står"))
    ParticipantFactory(
        activity=activity,
        organisation=OrganisationFactory(name="Gået"),
        left_on=datetime.date(2011, 9, 1),
    )

    assert "Gået" not in client.get(address()).content.decode()
    assert "Gået" in client.get(address(), {"all": ""}).content.decode()


def test_several_are_marked_at_once(client, address, activity):
    lines = ParticipantFactory.create_batch(2, activity=activity)

    response = client.post(
        address("roster_dates"),
        {"what": "completed_on", "on": "2011-09-20", "chosen": [line.pk for line in lines]},
        follow=True,
    )

    assert told(response) == ["2 have the date now."]
    assert activity.participants.filter(completed_on="2011-09-20").count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"what": "recorded_by", "on": FROM, "chosen": ["1"]},
        {"what": "left_on", "on": "i går", "chosen": ["x"]},
        {"what": "left_on", "on": "2012-01-01", "chosen": ["999999999999999999999"]},
    ],
)
def test_what_cannot_be_marked_is_current_text(client, address, data):
    response = client.post(address("roster_dates"), data, follow=True)

    assert response.status_code == 200
    assert told(response)[0]


def test_a_line_of_another_activity_is_not_marked(client, address):
    other = ParticipantFactory()

    client.post(address("roster_dates"), {"what": "left_on", "on": FROM, "chosen": [other.pk]})

    other.refresh_from_db()
    assert other.left_on is None


def test_a_line_is_taken_off_with_a_reason(client, activity):
    line = ParticipantFactory(activity=activity)
    address = reverse("directory:participant_retract", args=[line.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Stod der ved en fejl"})

    line.refresh_from_db()
    assert line.retraction_reason == "Stod der ved en fejl"
    assert client.get(address).status_code == 404


def test_dates_are_changed_on_their_own_page(client, activity):
    line = ParticipantFactory(activity=activity)
    address = reverse("directory:participant_change", args=[line.pk])

    wrong = client.post(address, {"joined_on": FROM, "left_on": FROM, "reason": "x"})
    client.post(address, {"joined_on": FROM, "completed_on": "2011-09-02", "reason": "x"})

    assert "not after the first" in wrong.content.decode()
    line.refresh_from_db()
    assert line.completed_on == datetime.date(2011, 9, 2)


# A copy ----------------------------------------------------------------------------------------
def test_another_activitys_roster_is_copied_but_for_those_that_are_here(client, address, activity):
    other = ActivityFactory()
    here, there = OrganisationFactory.create_batch(2)
    ParticipantFactory(activity=activity, organisation=here)
    for organisation in (here, there):
        ParticipantFactory(activity=other, organisation=organisation)
    source = f"{address('roster_copy')}?from={other.pk}"

    offered = client.get(source).context["form"].fields["chosen"].choices
    chosen = [pk for pk, _name in offered]
    response = client.post(source, {"joined_on": FROM, "chosen": chosen}, follow=True)

    assert [name for _pk, name in offered] == [str(there)]
    assert told(response) == ["1 added to the roster."]
    assert activity.participants.count() == 2


def test_as_many_are_offered_of_a_roster_as_it_shows(client, address):
    other = ActivityFactory()
    ParticipantFactory(activity=other)
    ParticipantFactory(activity=other, joined_on=datetime.date(2011, 12, 1))
    ParticipantFactory(
        activity=other, joined_on=datetime.date(2011, 3, 1), left_on=datetime.date(2011, 5, 1)
    )

    [found] = client.get(address("roster_copy")).context["others"]

    assert found.on_roster == 1


@pytest.mark.parametrize("source", ["?from=0", "?from=999999999999999999999"])
def test_a_roster_that_is_not_there_cannot_be_copied(client, address, source):
    assert client.get(f"{address('roster_copy')}{source}").status_code == 404


# Who sees whom ---------------------------------------------------------------------------------
@pytest.fixture
def person(activity):
    return ParticipantFactory(
        activity=activity, organisation=None, consultant=ConsultantFactory(name="Anna Holm")
    )


@pytest.mark.parametrize(("who", "seen"), [("laeser", False), ("admin", False), ("leder", True)])
def test_a_person_is_named_only_to_those_who_may_see_people(
    who, seen, request, client_of, address, person
):
    client = client_of(request.getfixturevalue(who))

    pages = [client.get(address()).content.decode()]
    if who != "laeser":
        for name in ("participant_change", "participant_retract"):
            one = reverse(f"directory:{name}", args=[person.pk])
            pages.append(client.get(one).content.decode())

    for page in pages:
        assert ("Anna Holm" in page) is seen
        assert (person.consultant.alias in page) is not seen


def test_an_administrator_neither_adds_nor_copies_people(client_of, admin, address, person):
    client = client_of(admin)
    other = ActivityFactory()
    copy = reverse("directory:roster_copy", args=[other.pk])

    assert client.get(address("roster_add", "consultant")).status_code == 403
    assert client.post(address("roster_confirm", "consultant")).status_code == 403
    assert client.get(f"{copy}?from={person.activity_id}").status_code == 404


def test_a_reader_reads_the_roster_and_changes_nothing(client_of, laeser, address, activity):
    ParticipantFactory(activity=activity)
    client = client_of(laeser)

    page = client.get(address())

    assert page.status_code == 200
    assert "<form method" not in page.content.decode().partition("<main")[2]
    assert client.post(address("roster_dates")).status_code == 403


# Costs -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_the_roster_costs_the_same_for_one_as_for_three(
    rows, client, address, activity, django_assert_num_queries
):
    ParticipantFactory.create_batch(rows, activity=activity)
    for _row in range(rows):
        ParticipantFactory(activity=activity, organisation=None, school_class=SchoolClassFactory())
        ParticipantFactory(activity=activity, organisation=None, consultant=ConsultantFactory())

    with django_assert_num_queries(5):
        assert client.get(address()).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_at_a_list_costs_the_same_for_one_as_for_three(
    rows, look, django_assert_num_queries
):
    names = [OrganisationFactory().name for _row in range(rows)]

    with django_assert_num_queries(9):
        look("\n".join([*names, *(f"Ukendt {name} og flere" for name in names)]))


# Which of several ------------------------------------------------------------------------------
def test_which_of_several_workplaces_is_chosen_in_the_review(look, confirm):
    house = OrganisationFactory(name="Huset")
    other = OrganisationFactory(name="Huset", kind=OrganisationKind.STAKEHOLDER)
    more = {"what": "consultant", "keep_until": KEPT}

    [row] = look("Anna Holm; Huset", **more).context["form"].rows()
    undecided = confirm("Anna Holm\tHuset", "", **more)
    confirm("Anna Holm\tHuset", f"new-{other.pk}", **more)

    assert [value for value, _label in row.field.field.choices] == [
        "",
        f"new-{house.pk}",
        f"new-{other.pk}",
        "left-out",
    ]
    assert undecided.status_code == 422
    assert Consultant.objects.get().workplace == other


def test_a_workplace_that_was_named_with_its_kind_is_kept(add_one):
    OrganisationFactory(name="Huset")
    other = OrganisationFactory(name="Huset", kind=OrganisationKind.STAKEHOLDER)

    add_one("Anna Holm", "consultant", beside="Huset (Other stakeholder)")

    assert Consultant.objects.get().workplace == other


def test_a_person_is_an_alias_wherever_nobody_asked_who_reads():
    person = ConsultantFactory(name="Anna Holm")
    line = ParticipantFactory(organisation=None, consultant=person)

    assert str(person) == str(line) == person.alias
    assert person.shown(people=True) == line.shown(people=True) == "Anna Holm"
    assert person.shown(people=False) == line.shown(people=False) == person.alias


def test_people_who_are_copied_are_chosen_by_name(client, address, activity, person):
    other = ActivityFactory()
    copy = reverse("directory:roster_copy", args=[other.pk])

    offered = client.get(f"{copy}?from={activity.pk}").context["form"].fields["chosen"].choices

    assert [name for _pk, name in offered] == ["Anna Holm"]
