"""A criterion of hours on its pages and in the configuration."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.services.log import LogEntryInput, create_entry
from indicators.models import Criterion, HoursRule
from indicators.queries.standings import standings
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    MeasurementFactory,
)
from tests.factories.resources import TimeEntryFactory
from tests.indicators.hours_source.shared import TODAY, criterion_of
from tests.indicators.test_sources_agree import START
from tests.programs.part_pages import address, messages_of, submit

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("clock", "english")
class TestThePages:
    MONDAY = datetime.date(2011, 9, 19)

    @pytest.fixture
    def activity(self):
        return ActivityFactory(title="Mjølnerparken")

    @pytest.fixture
    def criterion(self, activity, konsulent, kollega):
        for person, hours in ((konsulent, "7.25"), (kollega, "5.5")):
            TimeEntryFactory(activity=activity, person=person, on=self.MONDAY, hours=hours)
        return criterion_of([activity], per_week=False, target=1000, unit="timer")

    def evidence(self, client_of, who, criterion):
        return client_of(who).get(criterion.get_absolute_url()).context["evidence"]

    @pytest.mark.parametrize("who", ["leder", "admin"])
    def test_who_sees_everybodys_hours_sees_each_with_its_name(
        self, request, client_of, who, criterion, kollega
    ):
        rows = [
            row for row, _may in self.evidence(client_of, request.getfixturevalue(who), criterion)
        ]

        assert {(row.by, row.reading.value) for row in rows} == {
            ("Karla Konsulent", Decimal("7.25")),
            ("Kim Kollega", Decimal("5.5")),
        }
        assert f"/hours/2011-W38/?person={kollega.pk}" in {row.address for row in rows}

    def test_others_see_the_months_sum_and_no_name(self, client_of, laeser, criterion):
        response = client_of(laeser).get(criterion.get_absolute_url())

        [(row, _may)] = response.context["evidence"]
        assert (row.by, row.reading.value, row.label) == ("", Decimal("12.75"), "September 2011")
        assert row.note == "may be one person's"
        page = response.content.decode()
        assert "Karla Konsulent" not in page
        assert "7,25" not in page

    @pytest.mark.parametrize(
        ("who", "days"), [("leder", [19, 20, 28]), ("laeser", [28]), ("konsulent", [28])]
    )
    def test_the_line_rises_month_by_month_for_those_who_may_not_see_each_day(
        self, request, client_of, who, days, criterion, activity
    ):
        for day in (20, 28):
            on = datetime.date(2011, 9, day)
            TimeEntryFactory(activity=activity, on=on, hours="3.75")

        context = client_of(request.getfixturevalue(who)).get(criterion.get_absolute_url()).context

        assert [day.day for day, _value in context["line"] if day.month == 9] == days
        drawn = [point["x"] for point in context["chart"]["value"]["points"]]
        assert [int(day[-2:]) for day in drawn if day[5:7] == "09"] == days

    def test_a_share_of_hours_tells_no_more_by_its_denominator(
        self, client_of, laeser, leder, criterion, activity
    ):
        TimeEntryFactory(activity=activity, on=datetime.date(2011, 9, 20), hours="3.75")
        share = CriterionFactory(
            main_area=criterion.main_area, measure="share", target=50, aggregation="latest",
            base="linked",
        )  # fmt: skip
        share.base_criteria.add(criterion)
        for day in (19, 20):
            MeasurementFactory(
                criterion=share, numerator=5, denominator=None,
                measured_on=datetime.date(2011, 9, day),
            )  # fmt: skip

        def days(who):
            line = client_of(who).get(share.get_absolute_url()).context["line"]
            return [day.day for day, _value in line if day.isocalendar()[:2] == (2011, 38)]

        assert (days(leder), days(laeser)) == ([19, 20], [20])

    def test_one_sees_of_the_months_sum_what_is_ones_own(self, client_of, konsulent, criterion):
        [(row, _may)] = self.evidence(client_of, konsulent, criterion)

        assert row.note == "of them your own: 7,25"
        assert row.address == "/hours/2011-W38/"

    def test_the_log_form_shows_what_it_will_come_to(self, client_of, konsulent, criterion):
        [activity] = criterion.activities.all()
        form = reverse("indicators:log_form", args=["activity", activity.pk])
        preview = reverse("indicators:log_preview", args=["activity", activity.pk])
        client = client_of(konsulent)

        page = client.get(form).content.decode()
        becoming = client.post(preview, {"on": "2011-09-30", "text": "x", "hours": "2:15"})

        assert "Counted from the hours above" in page
        assert "15" in becoming.content.decode()

    def test_the_receipt_shows_what_the_hours_moved(self, client_of, konsulent, criterion):
        [activity] = criterion.activities.all()
        entry_input = LogEntryInput(on=TODAY, text="Et møde", hours=Decimal(3))
        entry = create_entry(by=konsulent, subject=activity, entry_input=entry_input)

        [moved] = client_of(konsulent).get(entry.get_absolute_url()).context["moved"]

        assert (moved.before.progress.value, moved.after.progress.value) == (
            Decimal("12.75"),
            Decimal("15.75"),
        )

    def test_to_others_the_entry_does_not_tell_its_hours_by_what_they_moved(
        self, client_of, konsulent, kollega, criterion
    ):
        [activity] = criterion.activities.all()
        entry_input = LogEntryInput(on=TODAY, text="Et møde", hours=Decimal(3))
        entry = create_entry(by=konsulent, subject=activity, entry_input=entry_input)

        response = client_of(kollega).get(entry.get_absolute_url())

        assert response.context["moved"] == []
        assert response.context["hours"] is None

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_criterions_page_costs_the_same_for_one_and_for_three(
        self, client_of, laeser, activity, rows, django_assert_num_queries
    ):
        criterion = criterion_of([activity], per_week=True)
        for number in range(rows):
            TimeEntryFactory(activity=activity, on=self.MONDAY + datetime.timedelta(number))
        client = client_of(laeser)
        client.get("/rules/")

        with django_assert_num_queries(17):
            client.get(criterion.get_absolute_url())


@pytest.mark.usefixtures("english")
class TestTheConfiguration:
    def add(self, client, activity, **changes):
        data = {
            "main_area": activity.main_area_id,
            "wording": "22 timer ugentligt",
            "measure": "count",
            "target": "22",
            "source": "hours",
            "activities": [activity.pk],
        }
        return submit(
            client, address(Criterion, "new", activity.main_area.program), **{**data, **changes}
        )

    def test_hours_in_all_need_no_options_and_are_hours(self, admin_client):
        activity = ActivityFactory()

        assert messages_of(self.add(admin_client, activity)) == []

        made = Criterion.objects.get()
        assert (made.source, made.aggregation, made.unit) == ("hours", "sum", "hours")
        assert not HoursRule.objects.exists()

    def test_hours_a_week_are_chosen_with_the_latest(self, admin_client):
        weekly = {"options-per_week": "on", "aggregation": "latest"}

        assert messages_of(self.add(admin_client, ActivityFactory(), **weekly)) == []

        assert Criterion.objects.get().hours_rule.per_week

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"activities": []}, "Choose the activities whose hours it counts."),
            ({"aggregation": "latest"}, "Hours in all are added up"),
            ({"options-per_week": "on"}, "Hours a week are not added up"),
            ({"aggregation": "highest"}, "Hours are counted"),
            ({"measure": "share"}, "Hours are counted"),
            ({"source": ""}, "required"),
        ],
    )
    def test_a_wrong_choice_is_refused_with_what_to_do(self, admin_client, changes, message):
        found = messages_of(self.add(admin_client, ActivityFactory(), **changes))

        assert any(message in text for text in found), found


class TestTheSwitch:
    """From figures by hand to hours and back: with a reason, and nothing is lost."""

    pytestmark = pytest.mark.usefixtures("clock", "english")

    @pytest.fixture
    def criterion(self, konsulent):
        activity = ActivityFactory()
        TimeEntryFactory(activity=activity, person=konsulent, on=START, hours=9)
        criterion = CriterionFactory(
            main_area=activity.main_area, activities=[activity], target=22, unit="timer"
        )
        MeasurementFactory(criterion=criterion, value=30, measured_on=START)
        return criterion

    def value(self, criterion):
        criterion.refresh_from_db()
        return standings(criterion.main_area.program, TODAY)[0].progress.value

    def test_needs_a_reason(self, client_of, admin, criterion):
        found = messages_of(submit(client_of(admin), address(criterion), source="hours"))

        assert "say here why the source changes" in found[0]
        assert self.value(criterion) == 30

    def test_with_one_counts_the_hours_and_shows_the_earlier_figures(
        self, client_of, admin, laeser, criterion
    ):
        why = {"source": "hours", "reason": "Timerne føres nu"}
        assert messages_of(submit(client_of(admin), address(criterion), **why)) == []

        context = client_of(laeser).get(criterion.get_absolute_url()).context

        assert self.value(criterion) == 9
        assert [row.reading.value for row, _may in context["evidence"]] == [9]
        assert [row.reading.value for row in context["earlier"]] == [30]
        change = next(change for change in context["changes"] if change.name == "source")
        assert (change.before_text, change.after_text, change.reason) == (
            "Measured by hand",
            "Hours logged at its activities",
            "Timerne føres nu",
        )

    def test_back_counts_them_again(self, client_of, admin, criterion):
        for source in ("hours", "manual"):
            why = {"source": source, "reason": "Prøvet af"}
            assert messages_of(submit(client_of(admin), address(criterion), **why)) == []

        assert self.value(criterion) == 30
