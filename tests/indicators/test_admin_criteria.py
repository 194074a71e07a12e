"""The configuration screen of success criteria: what it fills in, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models.roles import Role
from activities.models import Activity
from indicators.models import Assessment, Criterion, Measurement, PlannedPoint
from programs.models import Initiative, MainArea, Program
from tests.accounts.admin_pages import address, messages_of, of_every_role, submit
from tests.accounts.people import signed_in
from tests.factories import (
    ActivityFactory,
    LogEntryFactory,
    ParticipantFactory,
    RegisterRuleFactory,
    RequisitionFactory,
    RosterRuleFactory,
    StateFactory,
)
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

COUNT = {"measure": "count", "target": "30.000"}
SHARE = {"measure": "share", "target": "70"}


@pytest.fixture
def program():
    return Program.objects.create(
        slug="2011", title="Program 2011", starts_on=date(2011, 2, 1), ends_on=date(2011, 12, 31)
    )


@pytest.fixture
def area(program):
    return MainArea.objects.create(program=program, number=1, title="Bydele i balance")


@pytest.fixture
def elsewhere():
    program = Program.objects.create(
        slug="2012", title="Program 2012", starts_on=date(2012, 1, 1), ends_on=date(2012, 12, 31)
    )
    return MainArea.objects.create(program=program, number=1, title="Andet")


def criterion(area, wording="Besøgende", **fields):
    fields = {"measure": "count", "target": 60, "aggregation": "sum", **fields}
    if fields["measure"] not in ("count", "share"):
        fields |= {"target": None, "aggregation": ""}
    fields.setdefault("due_on", date(2011, 12, 31))
    return Criterion.objects.create(main_area=area, wording=wording, ref=wording.lower(), **fields)


def measure(criterion, **fields):
    return Measurement.objects.create(
        criterion=criterion, measured_on=date(2011, 6, 30), **(fields or {"value": 12})
    )


def add(client, area, *points, **changes):
    data = {"main_area": area.pk, "wording": "Mindst 30.000 besøgende", **changes}
    return submit(client, address(Criterion, "add"), **data, **rows(points))


def rows(points):
    data = {"planned_points-TOTAL_FORMS": str(len(points))} if points else {}
    for number, (on, value) in enumerate(points):
        data |= {f"planned_points-{number}-on": on, f"planned_points-{number}-value": value}
    return data


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
    assert messages_of(response) == [
        "«Fest» belongs to another programme: remove it.",
        "The criterion that it is a part of belongs to another programme.",
        "«Gæster» belongs to another programme: remove it.",
    ]


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
        ("planned", [("01-03-2011", "-1"), ALL_YEAR], "cannot be negative"),
        ("planned", [ALL_YEAR, ALL_YEAR], "duplicate"),
    ],
)
def test_wrong_planned_points_are_refused(admin_client, area, pacing, points, message):
    found = messages_of(add(admin_client, area, *points, pacing=pacing, **COUNT))
    assert any(message in text for text in found), found
    assert not Criterion.objects.exists()


# Others would become wrong --------------------------------------------------------------------


def test_a_parent_is_not_due_before_its_sub_criteria(admin_client, area):
    whole = criterion(area, "Alt", measure="all")
    criterion(area, "Del", parent=whole)
    assert messages_of(submit(admin_client, address(whole), due_on="30-06-2011")) == [
        "These sub-criteria are due later: «Del». Move their due dates first."
    ]


def test_the_denominator_of_a_share_stays_a_count(admin_client, area):
    base = criterion(area, "Foreninger")
    share = criterion(area, "Oplever", measure="share", base="linked", aggregation="latest")
    share.base_criteria.add(base)
    changes = {"measure": "share", "aggregation": "latest"}
    assert messages_of(submit(admin_client, address(base), **changes)) == [
        "It is the denominator of «Oplever», and so must stay a count. Unlink it there first."
    ]


def test_what_has_been_measured_keeps_its_measure(admin_client, area):
    found = criterion(area, "Besøgende")
    measure(found)
    changes = {"measure": "milestone", "target": "", "aggregation": ""}
    messages = messages_of(submit(admin_client, address(found), **changes))
    assert any(m.startswith("1 measurement was made under the old choice") for m in messages)


def test_what_has_been_measured_keeps_its_kind_of_denominator(admin_client, area):
    found = criterion(area, "Oplever", measure="share", aggregation="latest")
    measure(found, numerator=42, denominator=58)
    [message] = messages_of(submit(admin_client, address(found), base="fixed", base_value="60"))
    assert message.startswith("1 measurement was made under the old choice")


def test_retracted_measurements_bind_nobody(admin_client, area):
    found = criterion(area, "Besøgende")
    row = measure(found)
    row.retracted_at, row.retraction_reason = row.recorded_at, "Forkert"
    row.save()
    changes = {"measure": "milestone", "target": "", "aggregation": ""}
    assert messages_of(submit(admin_client, address(found), **changes)) == []


def test_target_and_wording_of_a_measured_criterion_can_change_with_a_reason(admin_client, area):
    found = criterion(area, "Besøgende")
    measure(found)
    response = submit(admin_client, address(found), target="80", change_reason="Ny beslutning")
    assert messages_of(response) == []
    version = found.history.first()
    assert (version.target, version.history_user) == (80, admin_client.user)
    assert version.history_change_reason == "Ny beslutning"


def test_a_new_target_asks_for_its_planned_points(admin_client, area):
    found = criterion(area, pacing="planned")
    PlannedPoint.objects.create(criterion=found, on=date(2011, 12, 31), value=60)
    assert messages_of(submit(admin_client, address(found), target="80")) == [
        "The last planned point must be at the target."
    ]
    changes = {"target": "80", "planned_points-0-value": "80"}
    assert messages_of(submit(admin_client, address(found), **changes)) == []
    removed = {"pacing": "at_due", "planned_points-0-DELETE": "on"}
    assert messages_of(submit(admin_client, address(found), **removed)) == []
    assert not PlannedPoint.objects.exists()


@pytest.mark.parametrize(
    ("fields", "changes", "message"),
    [
        (
            {"due_on": date(2011, 12, 31)},
            {"ends_on": "30-11-2011"},
            "These criteria are due after the new end: «Besøgende». Move their due dates first, "
            "also where that was left empty.",
        ),
        (
            {"due_on": date(2011, 2, 15)},
            {"starts_on": "01-03-2011"},
            "These criteria are due, or have planned points, before the new start: «Besøgende». "
            "Move their dates first.",
        ),
        ({"due_on": date(2012, 6, 30)}, {"ends_on": "30-11-2011"}, None),
        ({"due_on": date(2011, 6, 30)}, {"ends_on": "31-01-2012"}, None),
        ({"measured_from": date(2011, 2, 2)}, {"starts_on": "01-03-2011"}, None),
    ],
)
def test_a_programme_s_new_period_still_holds_its_criteria(
    admin_client, area, program, fields, changes, message
):
    criterion(area, **fields)
    found = messages_of(submit(admin_client, address(program), **changes))
    assert found == ([message] if message else [])


def test_a_long_list_of_criteria_is_named_in_part(admin_client, area, program):
    for wording in "ABCDE":
        criterion(area, wording)
    [message] = messages_of(submit(admin_client, address(program), ends_on="30-11-2011"))
    assert "«A», «B», «C» and 2 more" in message


# Deleting, and who sees the screens -----------------------------------------------------------


@pytest.mark.parametrize("tie", ["measurement", "judgement", "success criterion"])
def test_a_criterion_with_results_is_kept(admin_client, area, tie):
    found = criterion(area)
    if tie == "measurement":
        measure(found)
    elif tie == "judgement":
        Assessment.objects.create(criterion=found, status="met", reason="Ja", on=date(2011, 12, 31))
    else:
        criterion(area, "Del", parent=found)
    response = admin_client.post(address(found, "delete"), {"post": "yes"}, follow=True)
    assert f"1 {tie}" in str(next(iter(response.context["messages"])))
    assert Criterion.objects.filter(pk=found.pk).exists()


def attended(found):
    activity = ActivityFactory(main_area=found.main_area)
    found.activities.add(activity)
    LogEntryFactory(activity=activity, attendance=3000)
    return "1 result from «Attendance of its activities»"


def logged_hours(found):
    activity = ActivityFactory(main_area=found.main_area)
    found.activities.add(activity)
    TimeEntryFactory(activity=activity)
    return "1 result from «Hours logged at its activities»"


def on_the_roster(found):
    """Of a share it has no figure before somebody has been ticked."""
    RosterRuleFactory(criterion=found, kind="consultant")
    activity = ActivityFactory(main_area=found.main_area)
    found.activities.add(activity)
    ParticipantFactory(activity=activity)
    return "1 result from «Participants on the rosters of its activities»"


def in_the_register(found):
    RegisterRuleFactory(criterion=found)
    case = RequisitionFactory(activity__main_area=found.main_area)
    StateFactory(requisition=case, state="completed")
    return "1 result from «Requisitions in the register»"


@pytest.mark.parametrize(
    ("source", "measure", "happened"),
    [
        ("attendance", "count", attended),
        ("hours", "count", logged_hours),
        ("participants", "share", on_the_roster),
        ("requisitions", "count", in_the_register),
    ],
)
@pytest.mark.parametrize("is_measured_by_hand_since", [False, True])
def test_a_criterion_with_derived_results_is_kept(
    admin_client, area, source, measure, happened, is_measured_by_hand_since
):
    terms = {"target": 70, "aggregation": "latest"} if measure == "share" else {}
    found = criterion(area, source=source, measure=measure, **terms)
    what = happened(found)
    if is_measured_by_hand_since:
        found.source = "manual"
        found.save()
    response = admin_client.post(address(found, "delete"), {"post": "yes"}, follow=True)
    [message] = map(str, response.context["messages"])
    assert f"is kept, as this belongs to it: {what}." in message
    assert Criterion.objects.filter(pk=found.pk).exists()


def test_what_others_reported_of_its_activities_keeps_no_criterion_by_hand(admin_client, area):
    found = criterion(area)
    attended(found)
    page = admin_client.get(address(found, "delete")).content.decode()
    assert "object (" not in page
    admin_client.post(address(found, "delete"), {"post": "yes"})
    assert not Criterion.objects.exists()


def test_a_criterion_of_an_adopted_programme_is_kept(admin_client, program, area):
    found = criterion(area)
    Program.objects.update(adopted_on=date(2011, 1, 20))
    response = admin_client.post(address(found, "delete"), {"post": "yes"}, follow=True)
    [message] = map(str, response.context["messages"])
    assert "is kept, as its programme is adopted: correct it here instead" in message
    assert Criterion.objects.exists()


def test_a_criterion_alone_goes_with_its_planned_points(admin_client, area):
    found = criterion(area, pacing="planned")
    PlannedPoint.objects.create(criterion=found, on=date(2011, 12, 31), value=60)
    admin_client.post(address(found, "delete"), {"post": "yes"})
    assert not Criterion.objects.exists()
    assert Criterion.history.first().history_user == admin_client.user


def test_results_are_not_edited_here():
    assert not any(admin.site.is_registered(model) for model in (Measurement, Assessment))


@of_every_role
def test_managers_look_and_administrators_change(client, area, role, seen, added):
    signed_in(client, role)
    found = criterion(area)
    listed = address(Criterion, "changelist")
    history = reverse("admin:indicators_criterion_history", args=[found.pk])
    pages = [listed, f"{listed}?q=besøg&measure__exact=count", address(found), history]
    assert [client.get(page).status_code for page in pages] == [seen] * 4
    assert client.get(address(Criterion, "add")).status_code == added
    if role != Role.ADMIN:
        assert client.post(address(found), {"target": "1"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    admin_client, area, count, django_assert_num_queries
):
    for number in range(count):
        criterion(area, f"K{number}")
    with django_assert_num_queries(8):
        admin_client.get(address(Criterion, "changelist"))


# Where the figures come from -------------------------------------------------------------------

ROSTER = {"roster_rule-0-kind": "association"}
REGISTER = {"register_rule-0-states": ["completed", "in_progress"]}


@pytest.fixture
def activity(area):
    return Activity.objects.create(main_area=area, ref="a", title="International Dag")


def test_a_count_of_a_roster_is_saved_with_who_is_counted(admin_client, area, activity):
    changes = {"source": "participants", "activities": [activity.pk], **ROSTER, **COUNT}
    assert messages_of(add(admin_client, area, **changes)) == []
    rule = Criterion.objects.get().roster_rule
    assert (rule.kind, rule.bilingual_over, rule.follow_up_months) == ("association", None, None)
    assert rule.history.get().history_user == admin_client.user


def test_a_count_of_requisitions_is_saved_with_its_states(admin_client, area):
    changes = {"source": "requisitions", "register_rule-0-scope": "internal", **REGISTER, **COUNT}
    assert messages_of(add(admin_client, area, **changes)) == []
    rule = Criterion.objects.get().register_rule
    assert (rule.states, rule.scope) == (["completed", "in_progress"], "internal")


OPTIONS = """
measure source       options                                    | message
count   participants                                            | Say who is counted
count   participants roster_rule-0-bilingual_over=40            | This field is required
count   participants kind=association bilingual_over=40         | Only schools and school classes
count   participants kind=school_class bilingual_over=140       | from 0 to below 100
count   participants kind=consultant follow_up_months=6         | Only a share is followed up
share   participants kind=consultant follow_up_months=0         | Enter 1 or more
count   requisitions                                            | Choose the states in which
count   requisitions states=completed question=new_methods      | Only a share asks a question
share   requisitions                                            | Choose the question
share   requisitions states=completed question=new_methods      | Only a count looks at states
count   requisitions states=completed kind=association          | Choose the source «Participants
count   attendance   kind=association                           | Choose the source «Participants
count   participants kind=association states=completed          | Choose the source «Requisitions
"""
PREFIX = {
    "kind": "roster_rule-0-", "bilingual_over": "roster_rule-0-",
    "follow_up_months": "roster_rule-0-", "states": "register_rule-0-",
    "question": "register_rule-0-",
}  # fmt: skip


@pytest.mark.parametrize("line", OPTIONS.strip().splitlines()[1:])
def test_options_that_do_not_fit_are_refused(admin_client, area, activity, line):
    words, message = (part.strip() for part in line.split("|"))
    measure, source, *options = words.split()
    pairs = dict(option.split("=") for option in options)
    changes = {PREFIX.get(name, "") + name: value for name, value in pairs.items()}
    asked = COUNT if measure == "count" else SHARE
    response = add(admin_client, area, source=source, activities=[activity.pk], **asked, **changes)
    found = messages_of(response)
    assert any(message in text for text in found), found
    assert not Criterion.objects.exists()


def test_participants_are_those_of_activities(admin_client, area):
    found = messages_of(add(admin_client, area, source="participants", **ROSTER, **COUNT))
    assert found == ["Choose the activities whose participants it counts."]


class TestFromHandToRegisterAndBack:
    @pytest.fixture
    def found(self, area):
        found = criterion(area, "Foreninger")
        measure(found)
        return found

    def test_asks_why(self, admin_client, found):
        response = submit(admin_client, address(found), source="requisitions", **REGISTER)
        [message] = messages_of(response)
        assert message.endswith("say here why the source changes.")

    def test_asks_why_on_the_way_back_though_nobody_has_measured(self, admin_client, found):
        found.measurements.all().delete()
        to_register = {"source": "requisitions", "change_reason": "Nu", **REGISTER}
        submit(admin_client, address(found), **to_register)

        [message] = messages_of(submit(admin_client, address(found), source="manual"))

        assert message.endswith("say here why the source changes.")

    def test_is_kept_with_who_and_why(self, admin_client, found):
        changes = {"source": "requisitions", "change_reason": "Registret er ført fra nu af"}
        assert messages_of(submit(admin_client, address(found), **changes, **REGISTER)) == []
        version = found.history.first()
        assert (version.source, version.history_user) == ("requisitions", admin_client.user)
        assert version.history_change_reason == "Registret er ført fra nu af"
        assert found.measurements.active().exists()

    def test_keeps_what_the_register_was_asked_for(self, admin_client, found):
        to_register = {"source": "requisitions", "change_reason": "Nu", **REGISTER}
        submit(admin_client, address(found), **to_register)
        back = {"source": "manual", "change_reason": "Tilbage"}
        assert messages_of(submit(admin_client, address(found), **back)) == []
        found.refresh_from_db()
        assert (found.source, found.register_rule.states) == (
            "manual", ["completed", "in_progress"],
        )  # fmt: skip
