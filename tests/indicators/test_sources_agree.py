"""Wherever the database adds up, the pure rule over the same readings says the same."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.models import LogEntry
from core.clock import now
from indicators.models import Measurement
from indicators.models.choices import Aggregation, Base, Measure
from indicators.queries.standings import standings
from indicators.rules.criteria import rule_of
from indicators.rules.progress import NO_FACTS, Facts, Reading, facts_of
from indicators.rules.sources import Report
from indicators.sources.attendance import AttendanceSource
from indicators.sources.manual import ManualSource
from tests.examples import undone
from tests.factories import ActivityFactory, CriterionFactory, MainAreaFactory, MeasurementFactory

pytestmark = pytest.mark.django_db

START, END = datetime.date(2011, 2, 1), datetime.date(2011, 12, 31)
RECORDED = datetime.datetime(2011, 12, 31, 12, tzinfo=datetime.UTC)
# A few days only, so that several are measured on the same one and on the very date asked for.
DAYS = st.integers(0, 5).map(lambda days: datetime.date(2011, 6, 1) + datetime.timedelta(days))
# The day asked for, and earlier ones.
FALLING_DAYS = st.lists(DAYS, min_size=1, max_size=3, unique=True).map(
    lambda days: sorted(days, reverse=True)
)
AMOUNTS = st.integers(0, 5).map(Decimal) | st.decimals(0, Decimal("999999999.9999"), places=4)

EVERY_KIND = [
    *((Measure.COUNT, aggregation, "") for aggregation in Aggregation),
    *(
        (Measure.SHARE, aggregation, base)
        for aggregation in (Aggregation.SUM, Aggregation.LATEST, Aggregation.HIGHEST)
        for base in ("", Base.FIXED, Base.LINKED)
    ),
    (Measure.MILESTONE, "", ""),
]


@st.composite
def results(draw, measure, base):
    """The figures of one measurement, and what may be said of it beside them."""
    if measure == Measure.COUNT:
        found = {"value": draw(AMOUNTS)}
    elif measure == Measure.MILESTONE:
        found = {"done": draw(st.booleans())}
    elif base:
        found = {"numerator": draw(AMOUNTS)}
    else:
        found = {"numerator": draw(AMOUNTS), "denominator": draw(AMOUNTS)}
    return found | {
        "measured_on": draw(DAYS),
        "approximate": draw(st.booleans()),
        "retracted": draw(st.sampled_from([False, False, True])),
        "forecast": draw(st.sampled_from([False, False, True])),
    }


def criterion_of(measure, aggregation, base):
    area = MainAreaFactory()
    return CriterionFactory(
        main_area=area,
        measure=measure,
        aggregation=aggregation,
        target=None if measure == Measure.MILESTONE else Decimal(50),
        base=base,
        base_value=Decimal(60) if base == Base.FIXED else None,
        base_criteria=[CriterionFactory(main_area=area)] if base == Base.LINKED else [],
    )


def stored(criterion, number, result):
    """Two and two recorded at the same moment: then the later row is the newer."""
    figures = {**result}
    retracted, forecast = figures.pop("retracted"), figures.pop("forecast")
    return Measurement(
        criterion=criterion,
        recorded_at=RECORDED + datetime.timedelta(seconds=number // 2),
        retracted_at=now() if retracted else None,
        retraction_reason="Forkert" if retracted else "",
        forecast_stated_on=START if forecast else None,
        **figures,
    )


def readings(all_results):
    return [Reading(recorded=number, **result) for number, result in enumerate(all_results)]


@pytest.mark.parametrize(("measure", "aggregation", "base"), EVERY_KIND)
@settings(max_examples=12)
@given(data=st.data())
def test_what_is_measured_by_hand(measure, aggregation, base, data):
    found = data.draw(st.lists(results(measure, base), max_size=6))
    as_of, *earlier = data.draw(FALLING_DAYS)
    with undone():
        criterion = criterion_of(measure, aggregation, base)
        Measurement.objects.bulk_create(
            stored(criterion, number, result) for number, result in enumerate(found)
        )

        reports = ManualSource().reports([criterion], as_of, earlier)

        rule = rule_of(criterion, START)
        report = reports.get(criterion.pk, Report(earlier=[NO_FACTS] * len(earlier)))
        days = [as_of, *earlier]
        assert [report.facts, *report.earlier] == [
            facts_of(rule, readings(found), day) for day in days
        ]


def test_the_highest_of_shares_of_nobody_was_reported_on_an_earlier_day_too(db):
    criterion = criterion_of(Measure.SHARE, Aggregation.HIGHEST, "")
    nobody = {"numerator": 0, "denominator": 0, "retracted": False, "forecast": False}
    days = [datetime.date(2011, 6, 2), datetime.date(2011, 6, 1)]
    for number, day in enumerate(days):
        stored(criterion, number, {**nobody, "measured_on": day}).save()

    report = ManualSource().reports([criterion], days[0], days[1:])[criterion.pk]

    assert [report.facts, *report.earlier] == [Facts(denominator=Decimal(0), reported=True)] * 2


@st.composite
def attendances(draw):
    attendance = draw(st.none() | st.integers(0, 2_000_000_000))
    return {
        "activity": draw(st.integers(0, 1)),
        "on": draw(DAYS),
        "attendance": attendance,
        "approximate": attendance is not None and draw(st.booleans()),
        "retracted": draw(st.sampled_from([False, False, True])),
    }


def entry_of(activities, row):
    return LogEntry(
        activity=activities[row["activity"]],
        on=row["on"],
        text="Det skete",
        attendance=row["attendance"],
        approximate=row["approximate"],
        retracted_at=now() if row["retracted"] else None,
        retraction_reason="Forkert" if row["retracted"] else "",
    )


@settings(max_examples=12)
@given(rows=st.lists(attendances(), max_size=6), days=FALLING_DAYS)
def test_what_is_counted_from_attendance(rows, days):
    with undone():
        area = MainAreaFactory()
        activities = ActivityFactory.create_batch(2, main_area=area)
        both = CriterionFactory(attendance=True, main_area=area, activities=activities)
        one = CriterionFactory(attendance=True, main_area=area, activities=activities[:1])
        LogEntry.objects.bulk_create(entry_of(activities, row) for row in rows)

        reports = AttendanceSource().reports([both, one], days[0], days[1:])

        for criterion, fed_by in ((both, {0, 1}), (one, {0})):
            found = [
                Reading(
                    row["on"],
                    value=Decimal(row["attendance"]),
                    approximate=row["approximate"],
                    retracted=row["retracted"],
                )
                for row in rows
                if row["attendance"] is not None and row["activity"] in fed_by
            ]
            report = reports.get(criterion.pk, Report(earlier=[NO_FACTS] * len(days[1:])))
            rule = rule_of(criterion, START)
            assert [report.facts, *report.earlier] == [facts_of(rule, found, day) for day in days]


def test_many_criteria_asked_at_once_do_not_mix():
    criteria = [criterion_of(*kind) for kind in EVERY_KIND]
    for number, criterion in enumerate(criteria, 1):
        if criterion.measure == Measure.COUNT:
            figures = {"value": Decimal(number)}
        elif criterion.measure == Measure.MILESTONE:
            figures = {"done": True}
        else:
            pair = Decimal(100 + number) if not criterion.base else None
            figures = {"numerator": Decimal(number), "denominator": pair}
        MeasurementFactory(criterion=criterion, **figures)

    together = ManualSource().reports(criteria, END)

    assert len(together) == len(EVERY_KIND)
    for criterion in criteria:
        assert together[criterion.pk] == ManualSource().reports([criterion], END)[criterion.pk]


def test_large_amounts_add_up_to_the_last_decimal():
    criterion = CriterionFactory()
    Measurement.objects.bulk_create(
        Measurement(criterion=criterion, measured_on=START, value=Decimal("999999999.9999"))
        for _number in range(500)
    )

    facts = ManualSource().reports([criterion], END)[criterion.pk].facts

    assert facts.value == 500 * Decimal("999999999.9999")


def test_without_any_measurement_there_is_no_report():
    criterion = CriterionFactory()

    assert ManualSource().reports([criterion], END) == {}
    [standing] = standings(criterion.main_area.program, END)
    assert standing.report.facts == NO_FACTS


def test_a_derived_count_without_entries_stands_at_0():
    criterion = CriterionFactory(attendance=True, activities=[ActivityFactory()])

    [standing] = standings(criterion.main_area.program, START)

    assert standing.progress.value == 0


def test_the_report_names_who_measured_last_and_when():
    older = MeasurementFactory(measured_on=START)
    newest = MeasurementFactory(criterion=older.criterion, measured_on=datetime.date(2011, 3, 1))

    report = ManualSource().reports([older.criterion], END)[older.criterion_id]

    assert report.measured_on == datetime.date(2011, 3, 1)
    assert report.measured_by == newest.recorded_by.full_name


class TestForecast:
    """Shown from the day it is stated until the day that it is for."""

    @pytest.fixture
    def criterion(self):
        criterion = CriterionFactory(target=25)
        MeasurementFactory(
            criterion=criterion,
            value=Decimal(25),
            measured_on=END,
            forecast_stated_on=datetime.date(2011, 10, 1),
        )
        return criterion

    @pytest.mark.parametrize(
        ("as_of", "shown"),
        [
            (datetime.date(2011, 9, 30), False),
            (datetime.date(2011, 10, 1), True),
            (datetime.date(2011, 12, 30), True),
            (END, False),
        ],
    )
    def test_it_is_shown_on_the_way_only(self, criterion, as_of, shown):
        [standing] = standings(criterion.main_area.program, as_of)

        assert bool(standing.forecast) == shown

    def test_it_counts_for_nothing(self, criterion):
        [standing] = standings(criterion.main_area.program, END + datetime.timedelta(1))

        assert standing.progress.value is None

    def test_the_newest_stated_one_stands(self, criterion):
        MeasurementFactory(
            criterion=criterion,
            value=Decimal(20),
            measured_on=END,
            forecast_stated_on=datetime.date(2011, 11, 1),
        )

        [standing] = standings(criterion.main_area.program, datetime.date(2011, 11, 1))

        assert standing.forecast.value == 20
