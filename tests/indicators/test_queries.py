"""How criteria stand as of a date, read from the database."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import User
from indicators.models import PlannedPoint
from indicators.models.choices import Aggregation, Base, Pacing, Status
from indicators.queries.standings import (
    newest_assessments,
    rules_of,
    series,
    standings,
    standings_of,
)
from indicators.rules import sources
from indicators.rules.progress import Fixed, Linked, Reading
from programs.rules.as_of import default_as_of
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
END = datetime.date(2011, 12, 31)
THE_DAY_AFTER = datetime.date(2012, 1, 1)


@pytest.fixture
def area():
    return MainAreaFactory()


class TestTheDefaultDate:
    def test_is_today_while_the_programme_runs(self, area):
        assert default_as_of(area.program) == TODAY

    def test_is_the_day_after_the_programmes_end_once_it_is_over(self, area, clock):
        clock(datetime.date(2013, 5, 1))

        assert default_as_of(area.program) == THE_DAY_AFTER

    def test_waits_for_a_follow_up_due_after_the_end(self, area, clock):
        CriterionFactory(main_area=area, due_on=datetime.date(2012, 6, 30))
        clock(datetime.date(2012, 3, 1))
        assert default_as_of(area.program) == datetime.date(2012, 3, 1)

        clock(datetime.date(2013, 5, 1))
        assert default_as_of(area.program) == datetime.date(2012, 7, 1)

    def test_is_today_also_before_the_programme_begins(self, area, clock):
        clock(datetime.date(2011, 1, 1))

        assert default_as_of(area.program) == datetime.date(2011, 1, 1)

    def test_of_criteria_all_due_early_is_still_the_programmes_end(self, area, clock):
        CriterionFactory(main_area=area, due_on=datetime.date(2011, 6, 30))
        clock(datetime.date(2013, 5, 1))

        assert default_as_of(area.program) == THE_DAY_AFTER


class TestStandings:
    def test_come_in_the_documents_order(self):
        program = ProgramFactory()
        second, first = (MainAreaFactory(program=program, number=number) for number in (2, 1))
        late = CriterionFactory(main_area=second, position=1)
        middle = CriterionFactory(main_area=first, position=2)
        early = CriterionFactory(main_area=first, position=1)
        CriterionFactory()

        found = [standing.criterion for standing in standings(program, TODAY)]

        assert found == [early, middle, late]

    def test_use_the_programmes_own_thresholds(self):
        program = ProgramFactory(on_track_from=60, at_risk_from=50)
        criterion = CriterionFactory(main_area__program=program, target=334, even=True)
        MeasurementFactory(criterion=criterion, value=90, measured_on=datetime.date(2011, 6, 1))

        [standing] = standings(program, datetime.date(2011, 6, 30))

        assert standing.progress.expected == 150
        assert standing.status == Status.ON_TRACK

    def test_follow_planned_points(self, area):
        criterion = CriterionFactory(main_area=area, pacing=Pacing.PLANNED)
        for on, value in ((END, 100), (datetime.date(2011, 9, 1), 40)):
            PlannedPoint.objects.create(criterion=criterion, on=on, value=value)

        [standing] = standings(area.program, TODAY)

        assert standing.progress.expected == 40
        assert standing.status == Status.UNMEASURED

    def test_read_a_linked_denominator_as_of_the_same_date(self, area):
        groups, cafes = CriterionFactory.create_batch(2, main_area=area)
        share = CriterionFactory(
            share=True,
            target=40,
            main_area=area,
            base=Base.LINKED,
            base_criteria=[groups, cafes],
            aggregation=Aggregation.SUM,
        )
        MeasurementFactory(criterion=groups, value=45)
        MeasurementFactory(criterion=cafes, value=30)
        MeasurementFactory(criterion=share, numerator=29)

        found = standings_of(area.program, [share], THE_DAY_AFTER)

        assert found[share.pk].progress.share == (29, 75)
        assert found[share.pk].status == Status.MISSED

    def test_of_one_bring_its_sub_criteria_however_deep(self, area):
        whole = CriterionFactory(all=True, main_area=area)
        part = CriterionFactory(all=True, main_area=area, parent=whole)
        smallest = CriterionFactory(milestone=True, main_area=area, parent=part)
        CriterionFactory(main_area=area)
        MeasurementFactory(criterion=smallest, done=True)

        found = standings_of(area.program, [whole], TODAY)

        assert set(found) == {whole.pk, part.pk, smallest.pk}
        assert found[whole.pk].status == Status.MET

    def test_of_one_are_the_same_as_among_all(self, area):
        parent = CriterionFactory(main_area=area)
        child = CriterionFactory(main_area=area, parent=parent)
        share = CriterionFactory(
            share=True, main_area=area, base=Base.LINKED, base_criteria=[parent]
        )
        for criterion in (parent, child):
            MeasurementFactory(criterion=criterion, value=100)
        MeasurementFactory(criterion=share, numerator=70)

        together = {row.criterion.pk: row.progress for row in standings(area.program, TODAY)}

        for criterion in (parent, child, share):
            alone = standings_of(area.program, [criterion], TODAY)[criterion.pk]
            assert alone.progress == together[criterion.pk]

    def test_judge_a_narrative_by_the_newest_judgement_of_the_day(self, area):
        narrative = CriterionFactory(narrative=True, main_area=area)
        AssessmentFactory(criterion=narrative, status=Status.AT_RISK, on=datetime.date(2011, 6, 1))
        AssessmentFactory(criterion=narrative, status=Status.MET, on=TODAY)

        [before] = standings(area.program, datetime.date(2011, 9, 30))
        [after] = standings(area.program, TODAY)

        assert (before.status, after.status) == (Status.AT_RISK, Status.MET)

    def test_keep_the_computed_status_beside_a_judgement(self, area):
        criterion = CriterionFactory(main_area=area)
        judgement = AssessmentFactory(criterion=criterion, status=Status.MET, on=TODAY)

        [standing] = standings(area.program, THE_DAY_AFTER)

        assert standing.status == Status.UNMEASURED
        assert standing.assessment == judgement

    def test_can_suppose_other_readings(self, area):
        criterion = CriterionFactory(main_area=area)
        MeasurementFactory(criterion=criterion, value=10)
        supposed = {criterion.pk: [Reading(TODAY, value=Decimal(100))]}

        found = standings_of(area.program, [criterion], TODAY, supposed)

        assert found[criterion.pk].progress.value == 100

    def test_explain_themselves_in_one_sentence(self, area):
        criterion = CriterionFactory(main_area=area, target=40, even=True)
        MeasurementFactory(criterion=criterion, value=12, measured_on=datetime.date(2011, 6, 30))

        [standing] = standings(area.program, datetime.date(2011, 6, 30))

        assert standing.explanation.startswith("12 of 17 expected by")
        assert standing.explanation.endswith("(70,5\u00a0%).")

    @pytest.mark.parametrize("rows", [1, 3])
    def test_cost_the_same_for_one_and_for_three(self, area, rows, django_assert_num_queries):
        one_of_everything(area, rows)

        with django_assert_num_queries(6):
            standings(area.program, TODAY)


def one_of_everything(area, rows):
    """So many of each kind of criterion, each with so many measurements."""
    for _row in range(rows):
        activity = ActivityFactory(main_area=area, responsible=UserFactory())
        LogEntryFactory.create_batch(rows, activity=activity, attendance=5)
        parent = CriterionFactory(main_area=area, even=True, activities=[activity])
        CriterionFactory(main_area=area, attendance=True, activities=[activity])
        CriterionFactory(main_area=area, milestone=True, parent=parent)
        CriterionFactory(main_area=area, all=True)
        planned = CriterionFactory(main_area=area, pacing=Pacing.PLANNED)
        PlannedPoint.objects.create(criterion=planned, on=END, value=100)
        shares = [
            CriterionFactory(
                main_area=area, share=True, aggregation=Aggregation.SUM,
                base=Base.LINKED, base_criteria=[parent],
            ),
            CriterionFactory(main_area=area, share=True, aggregation=Aggregation.HIGHEST),
        ]  # fmt: skip
        for _measurement in range(rows):
            MeasurementFactory(criterion=parent)
            MeasurementFactory(criterion=shares[0], numerator=1)
            MeasurementFactory(criterion=shares[1], numerator=1, denominator=2)
        AssessmentFactory(criterion=CriterionFactory(main_area=area, narrative=True))


class TestRules:
    def test_start_with_the_programme_unless_measured_from_another_day(self, area):
        usual = CriterionFactory(main_area=area)
        later = CriterionFactory(main_area=area, measured_from=datetime.date(2011, 5, 1))

        rules = rules_of(area.program, [usual, later])

        assert rules[usual.pk].starts_on == area.program.starts_on
        assert rules[later.pk].starts_on == datetime.date(2011, 5, 1)

    def test_hold_their_denominator(self, area):
        base = CriterionFactory(main_area=area)
        fixed = CriterionFactory(share=True, main_area=area, base=Base.FIXED, base_value=60)
        linked = CriterionFactory(
            share=True, main_area=area, base=Base.LINKED, base_criteria=[base]
        )

        rules = rules_of(area.program, [base, fixed, linked])

        assert rules[base.pk].base is None
        assert rules[fixed.pk].base == Fixed(60)
        assert rules[linked.pk].base == Linked((base.pk,))


class TestTheNewestJudgement:
    def test_of_the_same_day_is_the_one_recorded_last(self):
        first = AssessmentFactory(on=TODAY)
        second = AssessmentFactory(criterion=first.criterion, on=TODAY)

        found = newest_assessments([first.criterion], TODAY)

        assert found == {first.criterion_id: second}

    def test_of_a_coming_day_does_not_stand_yet(self):
        judgement = AssessmentFactory(on=TODAY)

        assert newest_assessments([judgement.criterion], datetime.date(2011, 9, 30)) == {}


class TestEvidence:
    def test_is_every_measurement_until_the_day_newest_first(self):
        old = MeasurementFactory(measured_on=datetime.date(2011, 3, 1))
        criterion = old.criterion
        new = MeasurementFactory(criterion=criterion, measured_on=datetime.date(2011, 6, 1))
        MeasurementFactory(criterion=criterion, measured_on=datetime.date(2011, 11, 1))
        MeasurementFactory()

        found = [row.measurement for row in sources.evidence([criterion], TODAY)[criterion.pk]]

        assert found == [new, old]

    def test_holds_the_retracted_with_their_reason_and_the_forecasts(self):
        criterion = CriterionFactory()
        MeasurementFactory(
            criterion=criterion,
            measured_on=datetime.date(2011, 3, 1),
            retracted_at=datetime.datetime(2011, 4, 1, tzinfo=datetime.UTC),
            retraction_reason="Talt dobbelt",
        )
        MeasurementFactory(
            criterion=criterion, measured_on=END, forecast_stated_on=datetime.date(2011, 9, 1)
        )

        forecast, retracted = sources.evidence([criterion], TODAY)[criterion.pk]

        assert forecast.reading.forecast
        assert (retracted.reading.retracted, retracted.retraction_reason) == (True, "Talt dobbelt")

    def test_of_attendance_is_the_entries_at_its_activities(self):
        activity = ActivityFactory()
        criterion = CriterionFactory(
            attendance=True, main_area=activity.main_area, activities=[activity]
        )
        entry = LogEntryFactory(activity=activity, attendance=400, approximate=True)
        LogEntryFactory(activity=activity)
        LogEntryFactory(attendance=7)

        [row] = sources.evidence([criterion], TODAY)[criterion.pk]

        assert row.log_entry == entry
        assert row.by == entry.recorded_by.full_name
        assert (row.reading.value, row.reading.approximate) == (400, True)

    def test_can_leave_out_what_one_entry_current_text(self):
        activity = ActivityFactory()
        entry, other = LogEntryFactory.create_batch(2, activity=activity, attendance=5)
        by_hand = MeasurementFactory(log_entry=entry).criterion
        heads = CriterionFactory(attendance=True, activities=[activity])
        unmeasured = CriterionFactory()

        found = sources.readings([by_hand, heads, unmeasured], TODAY, without=entry)

        assert found[by_hand.pk] == found[unmeasured.pk] == []
        assert [reading.recorded for reading in found[heads.pk]] == [(other.recorded_at, other.pk)]


class TestTheLineOverTime:
    def line(self, criterion, as_of=TODAY):
        program = criterion.main_area.program
        standing = standings_of(program, [criterion], as_of)[criterion.pk]
        found = series(
            standing, program, sources.readings([criterion], as_of)[criterion.pk], User()
        )
        return dict(found)

    def test_has_the_start_each_measurement_and_the_day_itself(self):
        criterion = CriterionFactory()
        days = [datetime.date(2011, 3, 1), datetime.date(2011, 6, 1)]
        for day in days:
            MeasurementFactory(criterion=criterion, value=10, measured_on=day)

        line = self.line(criterion)

        assert [(day, progress.value) for day, progress in line.items()] == [
            (datetime.date(2011, 2, 1), None),
            (days[0], 10),
            (days[1], 20),
            (TODAY, 20),
        ]

    def test_ends_where_the_criterion_stands(self):
        criterion = CriterionFactory(even=True)
        MeasurementFactory(criterion=criterion)
        program = criterion.main_area.program

        assert self.line(criterion)[TODAY] == standings(program, TODAY)[0].progress

    def test_turns_at_the_planned_points(self):
        criterion = CriterionFactory(pacing=Pacing.PLANNED)
        turn = datetime.date(2011, 6, 1)
        for on, value in ((turn, 40), (END, 100)):
            PlannedPoint.objects.create(criterion=criterion, on=on, value=value)

        line = self.line(criterion)

        assert line[turn].expected == 40
        assert END not in line

    def test_leaves_out_retracted_measurements_and_forecasts(self):
        criterion = CriterionFactory()
        day = datetime.date(2011, 3, 1)
        MeasurementFactory(
            criterion=criterion,
            measured_on=day,
            retracted_at=datetime.datetime(2011, 4, 1, tzinfo=datetime.UTC),
            retraction_reason="Talt dobbelt",
        )

        assert day not in self.line(criterion)

    def test_holds_a_linked_denominator_at_its_value_of_the_day(self):
        base = CriterionFactory()
        share = CriterionFactory(
            share=True, main_area=base.main_area, base=Base.LINKED, base_criteria=[base]
        )
        early, late = datetime.date(2011, 3, 1), datetime.date(2011, 9, 1)
        MeasurementFactory(criterion=base, value=30, measured_on=early)
        MeasurementFactory(criterion=share, numerator=24, measured_on=early)
        MeasurementFactory(criterion=base, value=45, measured_on=late)

        line = self.line(share)

        assert line[early].share == (24, 30)
        assert line[late].share == (24, 75)

    @pytest.mark.parametrize("measured", [True, False])
    def test_stands_without_a_denominator(self, measured):
        base = CriterionFactory()
        share = CriterionFactory(
            share=True, main_area=base.main_area, base=Base.LINKED, base_criteria=[base]
        )
        if measured:
            MeasurementFactory(criterion=share, numerator=30)

        assert self.line(share)[TODAY].share is None
