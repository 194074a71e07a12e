from datetime import date

import pytest
from django.urls import reverse

from accounts.models.roles import Role
from activities.models import Activity
from programs.models import Initiative, MainArea, Program
from programs.rules.references import short_reference
from tests.accounts.people import signed_in
from tests.factories import CriterionFactory, LogEntryFactory
from tests.factories.resources import BudgetLineFactory, StaffAllocationFactory
from tests.programs.part_pages import address, messages_of, of_every_role, remove, submit

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


def test_a_programme_is_made_and_leads_to_its_outline(admin_client):
    answered = submit(admin_client, address(Program, "new"), **NEW)

    made = Program.objects.get(slug="2012")
    assert made.ends_on == date(2012, 12, 31)
    assert made.history.get().history_user == admin_client.user
    assert answered["Location"] == "/programs/2012/outline/"


def test_main_areas_are_numbered_in_the_order_in_which_they_are_added(admin_client, program):
    for title in ("Bydele i balance", "Unge"):
        assert messages_of(submit(admin_client, address(MainArea, "new"), title=title)) == []
    assert list(program.main_areas.values_list("number", "title")) == [
        (1, "Bydele i balance"),
        (2, "Unge"),
    ]


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
        ({"slug": "new"}, "stands in addresses already"),
        ({"purpose": "010190-1234"}, "CPR"),
        ({"title": "a\x00b"}, "NUL"),
    ],
)
def test_a_wrong_programme_is_refused_with_what_to_do(admin_client, program, changes, message):
    found = messages_of(submit(admin_client, address(Program, "new"), **{**NEW, **changes}))
    assert any(message in text for text in found), found


def test_a_change_is_kept_with_who_and_why(admin_client, program):
    submit(admin_client, address(program), title="Arbejdsplan 2011", reason="Vedtaget")
    version = program.history.first()
    assert version.title == "Arbejdsplan 2011"
    assert version.history_user == admin_client.user
    assert version.history_change_reason == "Vedtaget"


def test_initiatives_get_reference_and_order_from_their_place(admin_client, area):
    for title in ("Frivillige i Ældreråd", "Unge på Nørrebro"):
        given = {"main_area": area.pk, "title": title}
        assert messages_of(submit(admin_client, address(Initiative, "new"), **given)) == []
    assert list(area.initiatives.values_list("ref", "position")) == [
        ("frivillige-i-aeldreraad", 1),
        ("unge-paa-noerrebro", 2),
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


def test_an_empty_programme_can_be_deleted_again(admin_client, program):
    remove(admin_client, program)
    assert not Program.objects.exists()
    assert Program.history.first().history_user == admin_client.user


def test_a_main_area_with_something_in_it_is_kept_and_says_what(admin_client, area):
    Initiative.objects.create(main_area=area, ref="a", title="A")
    Initiative.objects.create(main_area=area, ref="b", title="B")
    Activity.objects.create(main_area=area, ref="c", title="C")
    [message] = remove(admin_client, area)
    assert "2 initiatives and 1 activity." in message


def configured(area):
    """A draft with one of each, tied to each other."""
    initiative = Initiative.objects.create(main_area=area, ref="a", title="A")
    activity = Activity.objects.create(main_area=area, initiative=initiative, ref="c", title="C")
    whole = CriterionFactory(main_area=area, initiative=initiative, activities=[activity])
    CriterionFactory(main_area=area, parent=whole)
    BudgetLineFactory(source__program=area.program, activity=activity)
    StaffAllocationFactory(main_area=area, activities=[activity])
    return activity


def test_a_draft_goes_with_what_is_configured_in_it_by_its_name(admin_client, program, area):
    configured(area)
    where = reverse("overview:remove_draft", args=["2011"])

    page = admin_client.get(where).content.decode()
    assert "2 success criteria" in page
    assert messages_of(submit(admin_client, where, slug="2012")) == [
        "That is not its short name: 2011."
    ]
    assert messages_of(submit(admin_client, where, slug="2011")) == []

    assert not Program.objects.exists()
    assert Program.history.first().history_user == admin_client.user


def test_a_draft_in_which_something_was_recorded_stays_whole(admin_client, program, area):
    LogEntryFactory(activity=configured(area))

    [message] = remove(admin_client, program)

    assert message.startswith("Something has been recorded in it, and stays:")
    assert area.criteria.count() == 2


def test_an_adopted_programme_is_not_deleted(admin_client, program):
    Program.objects.update(adopted_on=date(2011, 1, 20))

    assert remove(admin_client, program) == [
        "The programme is adopted: only a draft can be deleted."
    ]


def test_an_initiative_with_an_activity_is_kept(admin_client, area):
    initiative = Initiative.objects.create(main_area=area, ref="a", title="A")
    Activity.objects.create(main_area=area, initiative=initiative, ref="c", title="C")
    [message] = remove(admin_client, initiative)
    assert "1 activity" in message


def test_an_initiative_alone_can_be_removed(admin_client, area):
    remove(admin_client, Initiative.objects.create(main_area=area, ref="a", title="A"))
    assert not Initiative.objects.exists()
    assert Initiative.history.first().history_user == admin_client.user


def test_an_initiative_stays_in_its_main_area_with_what_stands_under_it(admin_client, area):
    other = MainArea.objects.create(program=area.program, number=2, title="Unge")
    initiative = Initiative.objects.create(main_area=area, ref="a", title="A")
    Activity.objects.create(main_area=area, initiative=initiative, ref="c", title="C")
    found = messages_of(submit(admin_client, address(initiative), main_area=other.pk))
    assert found == ["Something stands under it: move that to the other main area first."]


def test_a_part_is_made_like_another(admin_client, area):
    first = Initiative.objects.create(main_area=area, ref="a", title="A", description="Lang")
    like = f"{address(Initiative, 'new')}?like={first.pk}"
    assert messages_of(submit(admin_client, like, title="B")) == []
    made = Initiative.objects.get(title="B")
    assert (made.main_area, made.description, made.ref) == (area, "Lang", "b")


# Who sees the screens -------------------------------------------------------------------------


@of_every_role
@pytest.mark.parametrize("model", [Program, MainArea])
def test_administrators_alone_change(client, area, model, role, answered):
    signed_in(client, role)
    record = model.objects.get()
    assert client.get(address(record)).status_code == answered
    assert client.get(address(model, "new")).status_code == answered
    if role != Role.ADMIN:
        assert client.post(address(record), {"title": "x"}).status_code == 403
