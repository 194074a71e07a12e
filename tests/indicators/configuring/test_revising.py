"""What was adopted is changed with a reason and from a day, and read as it was before that."""

from datetime import date

import pytest
from django.urls import reverse

from indicators.models import PlannedPoint
from indicators.queries.standings import standings
from indicators.rules.revisions import revisions_of
from programs.models import Program
from tests.indicators.configuring.shared import criterion, measure
from tests.programs.part_pages import address, messages_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

BEFORE, FROM = date(2011, 5, 2), date(2011, 5, 3)
WHY = {"reason": "Regnen tog teltet", "holds_from": "03-05-2011"}


@pytest.fixture
def adopted(area):
    Program.objects.update(adopted_on=date(2011, 1, 20))
    return criterion(area, "Mindst 60 besøgende")


def on(criterion, day, **options):
    [standing] = standings(criterion.main_area.program, day, **options)
    return standing


def revise(client, record, **changes):
    return messages_of(submit(client, address(record), **changes))


def test_a_target_is_not_changed_without_a_reason(admin_client, adopted):
    [message] = revise(admin_client, adopted, target="50")

    assert message == "The programme is adopted: say why what was adopted is changed."
    adopted.refresh_from_db()
    assert (adopted.target, adopted.revisions) == (60, [])


def test_who_answers_for_it_is_nothing_that_was_adopted(admin_client, adopted):
    changes = {"responsible": admin_client.user.pk, "heading": "Internationale Dage"}

    assert revise(admin_client, adopted, **changes) == []

    adopted.refresh_from_db()
    assert adopted.revisions == []


def test_before_it_is_adopted_a_target_moves_freely(admin_client, area):
    found = criterion(area)

    assert revise(admin_client, found, target="50") == []

    found.refresh_from_db()
    assert (found.target, found.revisions) == (50, [])


def test_holds_from_its_day_and_is_read_as_it_was_before(admin_client, adopted):
    assert revise(admin_client, adopted, target="50", **WHY) == []

    assert [on(adopted, day).rule.target for day in (BEFORE, FROM)] == [60, 50]
    assert on(adopted, BEFORE, as_revised=True).rule.target == 50
    adopted.refresh_from_db()
    [revision] = revisions_of(adopted)
    assert (revision.by, revision.reason) == (str(admin_client.user), "Regnen tog teltet")
    assert (revision.before, revision.after) == ({"target": 60}, {"target": 50})


def test_of_several_changes_each_day_has_its_own(admin_client, adopted):
    revise(admin_client, adopted, target="50", **WHY)
    revise(admin_client, adopted, target="40", reason="Igen", holds_from="01-06-2011")

    days = (BEFORE, FROM, date(2011, 5, 31), date(2011, 6, 1))
    assert [on(adopted, day).rule.target for day in days] == [60, 50, 50, 40]


def test_the_denominator_and_the_planned_points_are_those_of_the_day(admin_client, area):
    Program.objects.update(adopted_on=date(2011, 1, 20))
    counts = [criterion(area, name) for name in ("Foreninger", "Restauranter")]
    share = criterion(area, "Oplever", measure="share", base="linked", aggregation="latest")
    share.base_criteria.add(counts[0])
    planned = criterion(area, "Gæster", pacing="planned")
    PlannedPoint.objects.create(criterion=planned, on=date(2011, 12, 31), value=60)

    assert revise(admin_client, share, base_criteria=[counts[1].pk], **WHY) == []
    points = "01-06-2011: 20\n31-12-2011: 60"
    assert revise(admin_client, planned, planned_points=points, **WHY) == []

    found = {
        day: {one.criterion.pk: one.rule for one in standings(area.program, day)}
        for day in (BEFORE, FROM)
    }
    assert [found[day][share.pk].base.keys for day in found] == [(counts[0].pk,), (counts[1].pk,)]
    assert [len(found[day][planned.pk].planned) for day in found] == [1, 2]


def test_the_dashboard_says_what_was_changed_and_shows_the_day_before_by_choice(
    admin_client, adopted
):
    measure(adopted, value=55)
    revise(admin_client, adopted, target="50", **WHY)
    status = reverse("overview:status", args=["2011"])

    now = admin_client.get(status, {"as_of": "2011-10-01"}).content.decode()
    before = admin_client.get(status, {"as_of": "2011-05-02"}).content.decode()
    chosen = admin_client.get(status, {"as_of": "2011-05-02", "targets": "now"}).content.decode()

    assert "Changed as of 3. May 2011: target 60 → 50, because: Regnen tog teltet" in now
    assert "With the targets of that day." in before
    assert "at least 60" in before
    assert "Held against what is demanded now." in chosen
    assert "at least 50" in chosen


def test_each_kind_of_change_is_told(admin_client, adopted):
    changes = {"wording": "Mindst 50 gæster", "due_on": "30-11-2011", "pacing": "even"}
    revise(admin_client, adopted, **changes, **WHY)

    explanation = on(adopted, FROM).criterion.revisions[0]
    assert sorted(explanation["before"]) == ["due_on", "pacing", "wording"]
    page = admin_client.get(reverse("overview:status", args=["2011"]) + "?as_of=2011-10-01")
    for words in ("the wording", "due on 31-12-2011 → 30-11-2011", "expected when"):
        assert words in page.content.decode()
