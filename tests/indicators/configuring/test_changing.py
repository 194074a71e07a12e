"""What a criterion with results keeps, and what may change."""

from datetime import date

import pytest

from accounts.models.roles import Role
from indicators.models import Assessment, Criterion, PlannedPoint
from programs.models import Program
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
from tests.indicators.configuring.shared import criterion, measure
from tests.programs.part_pages import address, messages_of, of_every_role, remove, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
    response = submit(admin_client, address(found), target="80", reason="Ny beslutning")
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
    changes = {"target": "80", "planned_points": "31-12-2011: 80"}
    assert messages_of(submit(admin_client, address(found), **changes)) == []
    assert messages_of(submit(admin_client, address(found), pacing="at_due")) == []
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
    told = remove(admin_client, found)
    assert f"1 {tie}" in told[0]
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
    told = remove(admin_client, found)
    [message] = told
    assert f"is kept, as this belongs to it: {what}." in message
    assert Criterion.objects.filter(pk=found.pk).exists()


def test_what_others_reported_of_its_activities_keeps_no_criterion_by_hand(admin_client, area):
    found = criterion(area)
    attended(found)
    page = admin_client.get(address(found, "remove")).content.decode()
    assert "object (" not in page
    remove(admin_client, found)
    assert not Criterion.objects.exists()


def test_a_criterion_of_an_adopted_programme_is_kept(admin_client, program, area):
    found = criterion(area)
    Program.objects.update(adopted_on=date(2011, 1, 20))
    told = remove(admin_client, found)
    [message] = told
    assert "is kept, as its programme is adopted: correct it here instead" in message
    assert Criterion.objects.exists()


def test_a_criterion_alone_goes_with_its_planned_points(admin_client, area):
    found = criterion(area, pacing="planned")
    PlannedPoint.objects.create(criterion=found, on=date(2011, 12, 31), value=60)
    remove(admin_client, found)
    assert not Criterion.objects.exists()
    assert Criterion.history.first().history_user == admin_client.user


@of_every_role
def test_administrators_alone_change(client, area, role, answered):
    signed_in(client, role)
    found = criterion(area)
    assert client.get(address(found)).status_code == answered
    assert client.get(address(Criterion, "new")).status_code == answered
    if role != Role.ADMIN:
        assert client.post(address(found), {"target": "1"}).status_code == 403
