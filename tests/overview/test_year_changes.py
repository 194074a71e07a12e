"""The order of a programme's parts, several of them at once, and whether it is ready."""

import datetime

import pytest
from django.urls import reverse

from indicators.models import Criterion
from programs.models import MainArea
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    InitiativeFactory,
    MainAreaFactory,
    UserFactory,
)
from tests.programs.part_pages import messages_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def area(program):
    return MainAreaFactory(program=program, number=9, title="Unge")


def move(client, what):
    return client.post(reverse("overview:year_move", args=["2011"]), {"move": what})


def order_of(rows):
    return "".join(rows.values_list("wording", flat=True))


def three(area, **place):
    return [
        CriterionFactory(main_area=area, wording=letter, position=n, **place)
        for n, letter in enumerate("ABC", 1)
    ]


@pytest.mark.parametrize(
    ("which", "to", "order"),
    [
        (0, "up", "ABC"),
        (0, "down", "BAC"),
        (2, "up", "ACB"),
        (2, "down", "ABC"),
        (2, 0, "CAB"),
        (0, 2, "BAC"),
    ],
)
def test_a_part_goes_up_and_down_and_before_another(admin_client, area, which, to, order):
    rows = three(area)
    to = rows[to].pk if isinstance(to, int) else to

    answered = move(admin_client, f"criterion-{rows[which].pk}-{to}")

    assert answered["Location"].endswith(f"#criterion-{rows[which].pk}")
    assert order_of(area.criteria.order_by("position")) == order


def test_it_passes_those_of_other_initiatives_unseen(admin_client, area):
    rows = three(area)
    other = InitiativeFactory(main_area=area)
    Criterion.objects.filter(pk=rows[1].pk).update(initiative=other)

    move(admin_client, f"criterion-{rows[2].pk}-up")

    assert order_of(area.criteria.filter(initiative=None).order_by("position")) == "CA"


def test_main_areas_change_numbers(admin_client, program, area):
    before = MainAreaFactory(program=program, number=8)

    move(admin_client, f"mainarea-{area.pk}-up")

    numbers = dict(MainArea.objects.filter(program=program).values_list("pk", "number"))
    assert numbers[area.pk] < numbers[before.pk]
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    assert area.history.first().history_user == admin_client.user


@pytest.mark.parametrize(
    ("sent", "status"),
    [("", 400), ("user-1-up", 400), ("criterion-x-up", 400), ("criterion-999999-up", 404)],
)
def test_what_is_no_move_is_refused(admin_client, program, sent, status):
    assert move(admin_client, sent).status_code == status


def several(client, *parts, **typed):
    chosen = "&".join(f"chosen={part._meta.model_name}-{part.pk}" for part in parts)
    where = f"{reverse('overview:year_several', args=['2011'])}?{chosen}"
    return submit(client, where, **typed)


def test_several_get_the_same_responsible_and_dates(admin_client, area):
    anna = UserFactory()
    activity, criteria = ActivityFactory(main_area=area), three(area)

    answered = several(
        admin_client, activity, *criteria[:2], responsible=anna.pk,
        ends_on="30-11-2011", due_on="30-11-2011",
    )  # fmt: skip

    assert messages_of(answered) == []
    activity.refresh_from_db()
    assert (activity.responsible, activity.ends_on) == (anna, datetime.date(2011, 11, 30))
    due = dict(area.criteria.values_list("wording", "due_on"))
    assert due["A"] == due["B"] == datetime.date(2011, 11, 30) != due["C"]


def test_all_of_them_or_none(admin_client, area):
    whole = CriterionFactory(main_area=area, milestone=True)
    part = CriterionFactory(main_area=area, parent=whole)

    found = messages_of(several(admin_client, part, whole, due_on="30-11-2011"))

    assert any("These sub-criteria are due later" in text for text in found) or found == []
    assert messages_of(several(admin_client, part, due_on="30-11-2012"))
    part.refresh_from_db()
    assert part.due_on.year == 2011


def test_nothing_chosen_says_what_to_do(admin_client, program):
    answered = admin_client.get(reverse("overview:year_several", args=["2011"]), follow=True)

    assert "tick it on the left" in answered.content.decode()


# Ready? -----------------------------------------------------------------------------------------


def test_what_is_missing_is_listed_with_its_way(admin_client, program, area):
    CriterionFactory(main_area=area, wording="Mindst 50 unge er med", target=60, unit="unge")
    MainArea.objects.filter(pk=area.pk).update(fte=3)

    page = admin_client.get(reverse("overview:adoption", args=["2011"])).content.decode()

    assert "are 3 of 2: 1 too many" in page
    assert reverse("programs:fte", args=["2011"]) in page
    assert "Nobody answers for it" in page
    assert "No activity counts towards it" in page
    assert "The wording says 50, its target is 60." in page


def test_a_decision_is_recorded_and_taken_back(admin_client, program, area):
    CriterionFactory(main_area=area, responsible=admin_client.user)
    MainArea.objects.filter(pk=area.pk).update(fte=2)
    typed = {"adopted_on": "20-01-2011", "adoption_reference": "BIU punkt 4"}

    assert messages_of(submit(admin_client, _adoption(), **typed)) == []
    program.refresh_from_db()
    assert program.adoption_reference == "BIU punkt 4"

    withdraw = reverse("overview:withdraw", args=["2011"])
    assert messages_of(submit(admin_client, withdraw, reason="Forkert år")) == []
    program.refresh_from_db()
    assert (program.adopted_on, program.adoption_reference) == (None, "")
    assert program.history.first().history_change_reason == "Forkert år"


def test_what_blocks_keeps_it_a_draft(admin_client, program, area):
    CriterionFactory(main_area=area)
    typed = {"adopted_on": "20-01-2011", "adoption_reference": "BIU punkt 4"}

    assert messages_of(submit(admin_client, _adoption(), **typed)) == [
        "Something is missing before it can be adopted: see the list."
    ]


def _adoption():
    return reverse("overview:adoption", args=["2011"])


# History ----------------------------------------------------------------------------------------


def test_the_history_tells_what_was_changed_by_whom_and_why(admin_client, area):
    change = reverse("programs:mainarea_change", args=[area.pk])
    submit(admin_client, change, title="De unge", reason="Kortere")
    history = reverse("overview:history", args=["2011"])

    page = admin_client.get(history, {"kind": "mainarea"}).content.decode()
    own = admin_client.get(history, {"of": f"mainarea-{area.pk}"})

    assert "Kortere" in page
    assert "De unge" in page
    told = own.context["page"].object_list
    assert [(one.what, one.before, one.after) for one in told] == [
        ("title", "Unge", "De unge"),
        ("added", "", ""),
    ]
