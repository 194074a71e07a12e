"""What a criterion of the configuration is saved with, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from activities.models import Activity
from indicators.models import Criterion
from programs.models import Initiative, MainArea, Program
from tests.indicators.configuring.shared import COUNT, SHARE, add, criterion
from tests.programs.part_pages import address, messages_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def elsewhere():
    program = Program.objects.create(
        slug="2012", title="Program 2012", starts_on=date(2012, 1, 1), ends_on=date(2012, 12, 31)
    )
    return MainArea.objects.create(program=program, number=1, title="Andet")


# What is filled in ----------------------------------------------------------------------------


def test_what_is_left_empty_is_what_most_criteria_need(admin_client, area):
    assert messages_of(add(admin_client, area, **COUNT)) == []
    made = Criterion.objects.get()
    assert made.target == Decimal(30000)
    assert made.due_on == date(2011, 12, 31)
    assert (made.aggregation, made.pacing, made.source) == ("sum", "at_due", "manual")
    assert (made.ref, made.position) == ("mindst-30000-besoegende", 1)
    assert {version.history_user for version in made.history.all()} == {admin_client.user}


@pytest.mark.parametrize(
    ("measure", "aggregation"),
    [("share", "latest"), ("milestone", ""), ("all", ""), ("narrative", "")],
)
def test_the_usual_aggregation_goes_by_the_measure(admin_client, area, measure, aggregation):
    target = {"target": "70"} if measure == "share" else {}
    assert messages_of(add(admin_client, area, measure=measure, **target)) == []
    assert Criterion.objects.get().aggregation == aggregation


def test_planned_points_and_ties_are_saved_with_it(admin_client, area):
    activity = Activity.objects.create(main_area=area, ref="a", title="International Dag")
    response = add(
        admin_client,
        area,
        ("30-06-2011", "12.000"),
        ("31-12-2011", "30.000"),
        activities=[activity.pk],
        pacing="planned",
        **COUNT,
    )
    assert messages_of(response) == []
    made = Criterion.objects.get()
    assert list(made.planned_points.values_list("value", flat=True)) == [12000, 30000]
    assert list(made.activities.all()) == [activity]
    assert made.history.first().activities.get().activity == activity


def test_a_share_of_other_criteria_is_saved(admin_client, area):
    bases = [criterion(area, "Foreninger"), criterion(area, "Restauranter")]
    ids = [base.pk for base in bases]
    assert messages_of(add(admin_client, area, base="linked", base_criteria=ids, **SHARE)) == []
    assert set(Criterion.objects.get(measure="share").base_criteria.all()) == set(bases)


# One row decides: constraints -----------------------------------------------------------------

ONE_ROW = """
measure=count                                                     | Give a target
measure=count target=-1                                           | Give a target
measure=share target=101                                          | Give a target
measure=milestone target=1                                        | Give a target
measure=narrative aggregation=sum                                 | the other measures have none
measure=share target=70 aggregation=average                       | a share no average
measure=count target=9 aggregation=average pacing=even            | An average is expected on the
measure=share target=70 pacing=even                               | Only a count can be expected
measure=count target=9 base=fixed base_value=60                   | Only a share has a denominator
measure=share target=70 base=fixed                                | Only a share has a denominator
measure=share target=70 base=linked base_value=60                 | Only a share has a denominator
measure=share target=70 base_value=60                             | Only a share has a denominator
measure=share target=70 source=attendance                         | Attendance is counted and summed
measure=count target=9 source=attendance aggregation=latest       | Attendance is counted and summed
measure=milestone source=attendance                               | Only a count or a share can have
measure=count target=9 measured_from=01-07-2011 due_on=30-06-2011 | due before it is measured
measure=count target=9 baseline_value=5                           | both its number and its date
measure=count target=9 baseline_on=01-01-2011                     | both its number and its date
measure=count target=9 source=survey                              | Select a valid choice
measure=count target=30,000                                       | Did you mean 30.000?
measure=count target=1e5                                          | number
measure=count target=9 due_on=2011                                | Enter a date such as 20-11-2007
"""


@pytest.mark.parametrize(
    ("typed", "message"),
    [tuple(part.strip() for part in line.split("|", 1)) for line in ONE_ROW.strip().splitlines()],
)
def test_what_one_row_decides_is_refused(admin_client, area, typed, message):
    changes = dict(part.split("=", 1) for part in typed.split())
    found = messages_of(add(admin_client, area, **changes))
    assert any(message in text for text in found), found
    assert not Criterion.objects.exists()


# Several rows decide --------------------------------------------------------------------------


def test_a_sub_criterion_due_after_its_parent_is_refused(admin_client, area):
    whole = criterion(area, "Alt", measure="all", due_on=date(2011, 6, 30))
    assert messages_of(add(admin_client, area, parent=whole.pk, **COUNT)) == [
        "It is due after the criterion that it is a part of (30. June 2011): move one of the two "
        "dates."
    ]


def test_due_before_the_programme_starts_is_refused(admin_client, area):
    assert messages_of(add(admin_client, area, due_on="31-01-2011", **COUNT)) == [
        "It is due before the programme starts: move the date."
    ]


def test_parts_of_each_other_in_a_circle_are_refused(admin_client, area):
    top = criterion(area, "Top")
    middle = criterion(area, "Midte", parent=top)
    leaf = criterion(area, "Blad", parent=middle)
    assert messages_of(submit(admin_client, address(top), parent=leaf.pk)) == [
        "The criteria would be parts of each other in a circle: choose another."
    ]


def test_an_initiative_of_another_main_area_is_refused(admin_client, area, program):
    second = MainArea.objects.create(program=program, number=2, title="Helhedsplaner")
    initiative = Initiative.objects.create(main_area=second, ref="i", title="Unge")
    assert messages_of(add(admin_client, area, initiative=initiative.pk, **COUNT)) == [
        "The initiative belongs to another main area: choose one of its own."
    ]


def test_what_belongs_to_another_programme_is_refused(admin_client, area, elsewhere):
    activity = Activity.objects.create(main_area=elsewhere, ref="a", title="Fest")
    other = criterion(elsewhere, "Gæster", due_on=date(2012, 12, 31))
    response = add(
        admin_client,
        area,
        activities=[activity.pk],
        parent=other.pk,
        base="linked",
        base_criteria=[other.pk],
        **SHARE,
    )
    found = messages_of(response)
    assert len(found) == 3
    assert all("Select a valid choice" in text for text in found), found


@pytest.mark.parametrize(
    ("base", "linked", "message"),
    [
        ("linked", False, "Choose the counts whose values together are the denominator."),
        ("", True, "Choose the linked denominator, or remove the criteria from it."),
    ],
)
def test_a_linked_denominator_and_its_counts_belong_together(
    admin_client, area, base, linked, message
):
    counts = [criterion(area, "Foreninger").pk] if linked else []
    found = messages_of(add(admin_client, area, base=base, base_criteria=counts, **SHARE))
    assert found == [message]


def test_only_a_count_is_offered_as_a_denominator(admin_client, area):
    no_count = criterion(area, "Oplever", measure="share")
    found = messages_of(
        add(admin_client, area, base="linked", base_criteria=[no_count.pk], **SHARE)
    )
    assert any("Select a valid choice" in text for text in found)


ALL_YEAR = ("31-12-2011", "30.000")


@pytest.mark.parametrize(
    ("pacing", "points", "message"),
    [
        ("planned", [], "Add at least one planned point"),
        ("even", [ALL_YEAR], "or remove the planned points"),
        ("planned", [("31-01-2011", "1"), ALL_YEAR], "must lie between 1. February 2011"),
        ("planned", [("01-01-2012", "30.000")], "must lie between 1. February 2011"),
        ("planned", [("01-03-2011", "9"), ("01-04-2011", "8"), ALL_YEAR], "must not fall"),
        ("planned", [("31-12-2011", "29.999")], "The last planned point must be at the target."),
        ("planned", [("01-03-2011", "-1"), ALL_YEAR], "Enter 0 or more."),
        ("planned", [ALL_YEAR, ALL_YEAR], "two planned points on one day"),
    ],
)
def test_wrong_planned_points_are_refused(admin_client, area, pacing, points, message):
    found = messages_of(add(admin_client, area, *points, pacing=pacing, **COUNT))
    assert any(message in text for text in found), found
    assert not Criterion.objects.exists()
