from datetime import date

import pytest

from accounts.models.roles import Role
from activities.models import Activity
from programs.forms.configuration import short_reference
from programs.models import Initiative, MainArea, Program
from tests.accounts.admin_pages import address, messages_of, of_every_role, submit
from tests.accounts.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NEW = {
    "title": "Arbejdsplan 2012",
    "slug": "2012",
    "starts_on": "01-01-2012",
    "ends_on": "31.12.2012",
}


@pytest.fixture
def program():
    return Program.objects.create(
        slug="2011", title="Program 2011", starts_on=date(2011, 2, 1), ends_on=date(2011, 12, 31)
    )


@pytest.fixture
def area(program):
    return MainArea.objects.create(program=program, number=1, title="Bydele i balance")


def test_a_programme_is_made_with_its_main_areas_in_one_go(admin_client):
    rows = {
        "main_areas-TOTAL_FORMS": "1",
        "main_areas-0-number": "1",
        "main_areas-0-title": "Bydele i balance",
    }
    assert messages_of(submit(admin_client, address(Program, "add"), **NEW, **rows)) == []
    made = Program.objects.get(slug="2012")
    assert made.ends_on == date(2012, 12, 31)
    area = made.main_areas.get()
    assert made.history.get().history_user == admin_client.user
    assert area.history.get().history_user == admin_client.user


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends_on": "31-12-2011"}, "The programme ends before it starts"),
        ({"ends_on": "snart"}, "Enter a date such as 20-11-2007"),
        ({"slug": "2011"}, "already exists"),
        ({"slug": "to ord"}, "Enter a valid"),
        ({"at_risk_from": "95"}, "The thresholds must be between 0 and 100"),
        ({"on_track_from": "101"}, "The thresholds must be between 0 and 100"),
        ({"on_track_from": "90.5"}, "90,5"),
        ({"adoption_reference": "BIU 12"}, "Give the date of the decision"),
        ({"purpose": "010190-1234"}, "CPR"),
        ({"title": "a\x00b"}, "NUL"),
    ],
)
def test_a_wrong_programme_is_refused_with_what_to_do(admin_client, program, changes, message):
    found = messages_of(submit(admin_client, address(Program, "add"), **{**NEW, **changes}))
    assert any(message in text for text in found), found


def test_two_main_areas_with_one_number_are_refused(admin_client, program, area):
    data = {"program": program.pk, "number": "1", "title": "Igen"}
    found = messages_of(submit(admin_client, address(MainArea, "add"), **data))
    assert found == ["The programme has a main area with that number."]


def test_a_change_is_kept_with_who_and_why(admin_client, program):
    submit(admin_client, address(program), title="Arbejdsplan 2011", change_reason="Vedtaget")
    version = program.history.first()
    assert version.title == "Arbejdsplan 2011"
    assert version.history_user == admin_client.user
    assert version.history_change_reason == "Vedtaget"


def test_initiatives_get_reference_and_order_from_their_place(admin_client, area):
    rows = {
        "initiatives-TOTAL_FORMS": "2",
        "initiatives-0-title": "Frivillige i Ældreråd",
        "initiatives-1-title": "Unge på Nørrebro",
    }
    assert messages_of(submit(admin_client, address(area), **rows)) == []
    assert list(area.initiatives.values_list("ref", "position")) == [
        ("frivillige-i-aeldreraad", 1),
        ("unge-paa-noerrebro", 1),
    ]
    assert area.initiatives.first().history.get().history_user == admin_client.user


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Hærværk til Netværk", "haervaerk-til-netvaerk"),
        ("Mindst 30.000 besøgende!", "mindst-30000-besoegende"),
        ("et ord " * 20, "et-ord-et-ord-et-ord-et-ord-et-ord-et"),
        ("…", ""),
    ],
)
def test_a_reference_is_made_of_plain_letters(text, reference):
    assert short_reference(text) == reference


# Deleting -------------------------------------------------------------------------------------


def delete(client, record):
    response = client.post(address(record, "delete"), {"post": "yes"}, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_an_empty_programme_can_be_deleted_again(admin_client, program):
    delete(admin_client, program)
    assert not Program.objects.exists()
    assert Program.history.first().history_user == admin_client.user


def test_a_programme_with_something_in_it_is_kept_and_says_what(admin_client, program, area):
    [message] = delete(admin_client, program)
    assert message == (
        "«Program 2011» is kept, as this belongs to it: 1 main area. Only what stands alone can "
        "be deleted; results never are."
    )
    Initiative.objects.create(main_area=area, ref="a", title="A")
    Initiative.objects.create(main_area=area, ref="b", title="B")
    Activity.objects.create(main_area=area, ref="c", title="C")
    [message] = delete(admin_client, area)
    assert "2 initiatives and 1 activity." in message


def test_an_initiative_with_an_activity_is_kept(admin_client, area):
    initiative = Initiative.objects.create(main_area=area, ref="a", title="A")
    Activity.objects.create(main_area=area, initiative=initiative, ref="c", title="C")
    response = submit(admin_client, address(area), **{"initiatives-0-DELETE": "on"})
    assert "protected" in response.content.decode()
    assert Initiative.objects.exists()


def test_an_initiative_alone_can_be_removed(admin_client, area):
    Initiative.objects.create(main_area=area, ref="a", title="A")
    submit(admin_client, address(area), **{"initiatives-0-DELETE": "on"})
    assert not Initiative.objects.exists()
    assert Initiative.history.first().history_user == admin_client.user


def test_a_manager_deletes_nothing(client, program):
    signed_in(client, Role.MANAGER)
    assert client.post(address(program, "delete"), {"post": "yes"}).status_code == 403
    assert Program.objects.exists()


# Who sees the screens -------------------------------------------------------------------------


@of_every_role
@pytest.mark.parametrize("model", [Program, MainArea])
def test_managers_look_and_administrators_change(client, area, model, role, seen, added):
    signed_in(client, role)
    record = model.objects.get()
    assert client.get(address(model, "changelist") + "?q=2011").status_code == seen
    assert client.get(address(record)).status_code == seen
    assert client.get(address(model, "add")).status_code == added
    if role != Role.ADMIN:
        assert client.post(address(record), {"title": "x"}).status_code == 403
