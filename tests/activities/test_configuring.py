from datetime import date

import pytest

from accounts.models.roles import Role
from activities.models import Activity, LogEntry, Place
from programs.models import Initiative, MainArea, Program
from resources.models import StaffAllocation
from tests.accounts.people import person, signed_in
from tests.factories.resources import StaffAllocationFactory
from tests.programs.part_pages import address, messages_of, of_every_role, remove, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def area_of(slug, number=1):
    program, _new = Program.objects.get_or_create(
        slug=slug,
        defaults={"title": slug, "starts_on": date(2011, 2, 1), "ends_on": date(2011, 12, 31)},
    )
    return MainArea.objects.create(program=program, number=number, title=f"Område {number}")


@pytest.fixture
def area():
    return area_of("2011")


def add(client, area, **changes):
    data = {"main_area": area.pk, "title": "International Dag", **changes}
    return submit(client, address(Activity, "new"), **data)


def test_an_activity_gets_reference_order_and_author(admin_client, area):
    Activity.objects.create(main_area=area, ref="international-dag", position=4, title="Før")
    assert messages_of(add(admin_client, area, planned_occurrences="2")) == []
    made = Activity.objects.get(title="International Dag")
    assert (made.ref, made.position) == ("international-dag-2", 5)
    assert made.planned_occurrences == 2
    assert made.history.get().history_user == admin_client.user


def test_an_activity_follows_more_cases_than_a_small_number_counts(admin_client, area):
    Activity.objects.create(main_area=area, ref="sag-32768", position=32_767, title="Sag")

    assert messages_of(add(admin_client, area, planned_occurrences="2")) == []

    assert Activity.objects.get(title="International Dag").position == 32_768


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts_on": "21-08-2011", "ends_on": "20-08-2011"}, "ends before it starts"),
        ({"planned_occurrences": "0"}, "1"),
        ({"planned_occurrences": "1e5"}, "number"),
        ({"ref": "taken"}, "another with that reference"),
        ({"title": ""}, "required"),
    ],
)
def test_a_wrong_activity_is_refused_with_what_to_do(admin_client, area, changes, message):
    Activity.objects.create(main_area=area_of("2011", 2), ref="taken", title="Anden")
    found = messages_of(add(admin_client, area, **changes))
    assert any(message in text for text in found), found


def test_an_initiative_of_another_main_area_is_refused(admin_client, area):
    other = Initiative.objects.create(main_area=area_of("2011", 2), ref="i", title="Unge")
    assert messages_of(add(admin_client, area, initiative=other.pk)) == [
        "The initiative belongs to another main area: choose one of its own."
    ]


def test_an_activity_stays_in_its_programme(admin_client, area):
    activity = Activity.objects.create(main_area=area, ref="a", title="A")
    elsewhere = area_of("2012")
    shown = admin_client.get(address(activity)).context["form"]
    assert list(shown.fields["main_area"].queryset) == [area]
    assert messages_of(submit(admin_client, address(activity), main_area=elsewhere.pk))


def test_only_those_who_log_can_be_responsible(admin_client, area):
    karen = person(Role.CONSULTANT, "karen")
    person(Role.READER, "rikke")
    person(Role.CONSULTANT, "gone", is_active=False)
    form = admin_client.get(address(Activity, "new")).context["form"]
    assert set(form.fields["responsible"].queryset) == {karen, admin_client.user}


def test_who_has_left_stays_responsible_for_what_they_had(admin_client, area):
    gone = person(Role.CONSULTANT, "gone", is_active=False)
    activity = Activity.objects.create(main_area=area, ref="a", title="A", responsible=gone)
    assert messages_of(submit(admin_client, address(activity), title="B")) == []


def test_an_activity_with_a_log_entry_is_kept(admin_client, area):
    activity = Activity.objects.create(main_area=area, ref="a", title="A")
    LogEntry.objects.create(activity=activity, on=date(2011, 8, 20), text="Sol")
    told = remove(admin_client, activity)
    assert "1 log entry" in told[0]


def test_a_place_is_made_where_it_is_needed_and_once(admin_client, area):
    for title, place in (("A", "Mjølnerparken"), ("B", "mjølnerparken")):
        assert messages_of(add(admin_client, area, title=title, new_place=place)) == []
    assert Activity.objects.filter(place=Place.objects.get()).count() == 2


@of_every_role
def test_administrators_alone_change(client, area, role, answered):
    signed_in(client, role)
    activity = Activity.objects.create(main_area=area, ref="a", title="A")
    assert client.get(address(activity)).status_code == answered
    assert client.get(address(Activity, "new")).status_code == answered
    if role != Role.ADMIN:
        assert client.post(address(activity), {"title": "x"}).status_code == 403


# Staff ----------------------------------------------------------------------------------------


@pytest.fixture
def allocation(area):
    found = StaffAllocationFactory(main_area=area, title="1 årsværk til planerne")
    found.activities.add(Activity.objects.create(main_area=area, ref="a", title="A"))
    return found


def test_an_allocation_goes_and_its_page_names_no_tying_rows(admin_client, allocation):
    page = admin_client.get(address(allocation, "remove"))

    assert "1 årsværk til planerne" in page.content.decode()
    assert "relation" not in page.content.decode()
    assert "object (" not in page.content.decode()
    remove(admin_client, allocation)
    assert not StaffAllocation.objects.exists()


def test_one_of_an_adopted_programme_is_kept_and_says_what_to_do(admin_client, area, allocation):
    Program.objects.update(adopted_on=date(2011, 1, 20))

    told = remove(admin_client, allocation)

    [message] = told
    assert "«1 årsværk til planerne» is kept" in message
    assert "give it a last day" in message
    assert StaffAllocation.objects.exists()
