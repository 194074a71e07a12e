"""What a criterion of the register counts."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import now
from indicators.models.choices import Measure, Status
from indicators.queries.standings import standings_of
from indicators.rules.criteria import rule_of
from indicators.rules.progress import Facts, evaluate, facts_of
from requisitions.models import FollowUp, Requisition, StateChange
from requisitions.models.choices import Reply, Scope, State
from requisitions.queries.evidence import rows_of_programs
from requisitions.rules.counting import (
    counts,
    facts_of_answers,
    has_answered,
    is_asked,
    says_yes,
)
from requisitions.sources import RequisitionsSource, _rules
from tests.examples import undone
from tests.factories import (
    ActivityFactory,
    MainAreaFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
    UserFactory,
)
from tests.indicators.test_sources_agree import START
from tests.requisitions.source.shared import END, RULES, answered, criterion_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


# The rule in full, for one day. No page asks for it, as SQL adds up faster: these two say what SQL
# and the moves behind a figure must come to.
def count_facts(cases, wanted, day):
    return Facts(value=Decimal(sum(counts(c, wanted, day) for c in cases)), reported=True)


def share_facts(cases, wanted, day):
    """Yes among those who answered, «don't know» among them, and how many should have."""
    return facts_of_answers(
        yes=sum(says_yes(case, wanted, day) for case in cases),
        answered=sum(has_answered(case, wanted, day) for case in cases),
        asked=sum(is_asked(case, wanted, day) for case in cases),
        least=wanted.least,
    )


DAYS = st.integers(0, 120).map(lambda days: datetime.date(2011, 3, 1) + datetime.timedelta(days))

RECORDED = datetime.datetime(2011, 12, 31, 12, tzinfo=datetime.UTC)

LATER = datetime.date(2012, 1, 1)


@st.composite
def cases(draw):
    answered_on = draw(st.none() | DAYS)
    return {
        "scope": draw(st.sampled_from(["", *Scope.values])),
        "relevant": draw(st.sampled_from([None, True, True, False])),
        "retracted": draw(st.sampled_from([False, False, False, True])),
        "states": draw(
            st.lists(
                st.tuples(DAYS, st.sampled_from([State.COMPLETED, *State]), st.booleans()),
                max_size=4,
            )
        ),
        "answered_on": answered_on,
        "answers": draw(st.tuples(*[st.sampled_from(Reply)] * 2)) if answered_on else ("", ""),
    }


def stored(area, drawn):
    rows = Requisition.objects.bulk_create(
        Requisition(
            activity=ActivityFactory(main_area=area, kind="case"),
            scope=one["scope"],
            relevant=one["relevant"],
            **retraction(one["retracted"]),
        )
        for one in drawn
    )
    pairs = list(zip(rows, drawn, strict=True))
    StateChange.objects.bulk_create(
        StateChange(
            requisition=row,
            on=on,
            state=state,
            # Two and two recorded at the same moment: then the later row is the newer.
            recorded_at=RECORDED + datetime.timedelta(seconds=number // 2),
            **retraction(retracted),
        )
        for row, one in pairs
        for number, (on, state, retracted) in enumerate(one["states"])
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            requisition=row,
            asked_on=START,
            answered_on=one["answered_on"],
            new_methods=one["answers"][0],
            better_cooperation=one["answers"][1],
        )
        for row, one in pairs
    )


def retraction(retracted):
    return {"retracted_at": now(), "retraction_reason": "Forkert"} if retracted else {}


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=20)
@given(data=st.data())
def test_the_database_the_pure_rule_and_the_readings_agree(rule, data):
    as_of = data.draw(DAYS)
    with undone():
        area = MainAreaFactory(program__follow_up_weeks=3)
        criterion = criterion_of(area, rule)
        stored(area, data.draw(st.lists(cases(), max_size=6)))
        source = RequisitionsSource()

        report = source.reports([criterion], END, [as_of])[criterion.pk]
        found = source.reports([criterion], as_of)[criterion.pk].facts

        assert report.earlier == [found]
        wanted = _rules([criterion])[criterion.pk].wanted
        rows = [row.case for row in rows_of_programs([area.program_id])[area.program_id]]
        facts = count_facts if criterion.measure == Measure.COUNT else share_facts
        assert found == facts(rows, wanted, as_of)
        # Readings tell of what was counted or answered; that nobody has answered, they cannot.
        readings = [row.reading for row in source.evidence([criterion], as_of)[criterion.pk]]
        read = facts_of(rule_of(criterion, START), readings, as_of)
        if criterion.measure == Measure.COUNT:
            assert (read.value or 0) == found.value
        else:
            assert read == found or not (read.reported or found.reported)


class TestACount:
    @pytest.fixture
    def criterion(self):
        return criterion_of(MainAreaFactory(), RULES[0], target=2)

    def case(self, criterion, *states, **fields):
        row = RequisitionFactory(activity__main_area=criterion.main_area, **fields)
        for state, on in states:
            StateFactory(requisition=row, state=state, on=on)
        return row

    def value(self, criterion, as_of=END):
        program = criterion.main_area.program
        return standings_of(program, [criterion], as_of)[criterion.pk].progress.value

    def test_starts_at_0(self, criterion):
        assert self.value(criterion) == 0

    def test_counts_a_case_from_the_day_of_its_state(self, criterion):
        self.case(criterion, (State.RECEIVED, START), (State.COMPLETED, datetime.date(2011, 5, 2)))

        assert self.value(criterion, datetime.date(2011, 5, 1)) == 0
        assert self.value(criterion, datetime.date(2011, 5, 2)) == 1

    def test_no_longer_counts_one_that_was_withdrawn(self, criterion):
        self.case(
            criterion, (State.IN_PROGRESS, START), (State.WITHDRAWN, datetime.date(2011, 5, 2))
        )

        assert self.value(criterion, datetime.date(2011, 5, 1)) == 1
        assert self.value(criterion, datetime.date(2011, 5, 2)) == 0

    def test_passes_over_what_was_taken_out_of_the_register(self, criterion):
        self.case(criterion, (State.COMPLETED, START), **retraction(True))

        assert self.value(criterion) == 0

    def test_keeps_internal_and_external_apart(self):
        area = MainAreaFactory()
        rule = {"states": [State.COMPLETED], "question": ""}
        internal = criterion_of(area, rule | {"scope": Scope.INTERNAL})
        external = criterion_of(area, rule | {"scope": Scope.EXTERNAL})
        both = criterion_of(area, rule | {"scope": ""})
        for scope in (*[Scope.INTERNAL] * 6, *[Scope.EXTERNAL] * 3, ""):
            self.case(internal, (State.COMPLETED, START), scope=scope)

        assert [self.value(one) for one in (internal, external, both)] == [6, 3, 10]

    def test_counts_the_cases_of_its_own_programme(self, criterion):
        self.case(criterion, (State.COMPLETED, START))
        elsewhere = criterion_of(MainAreaFactory(), RULES[0])

        assert self.value(elsewhere) == 0

    def test_names_who_stated_it_last_and_when(self, criterion):
        row = self.case(criterion, (State.IN_PROGRESS, START))
        day = datetime.date(2011, 5, 2)
        StateFactory(requisition=row, state=State.COMPLETED, on=day, recorded_by=UserFactory())

        report = RequisitionsSource().reports([criterion], END)[criterion.pk]

        assert report.measured_on == day
        assert report.measured_by == row.states.first().recorded_by.full_name


class TestAShareOfThoseWhoAnswered:
    @pytest.fixture
    def criterion(self):
        program = ProgramFactory(follow_up_weeks=8, min_response=Decimal(50))
        return criterion_of(MainAreaFactory(program=program), RULES[2], target=70)

    def active(self, criterion, as_of):
        program = criterion.main_area.program
        return standings_of(program, [criterion], as_of)[criterion.pk]

    def test_has_those_who_do_not_know_in_its_base(self, criterion):
        answered(criterion.main_area, *["yes"] * 7, "no", "no", "dont_know")

        standing = self.active(criterion, LATER)

        assert standing.progress.share == (7, 10)
        assert standing.status == Status.MET

    def test_leaves_out_answers_given_later(self, criterion):
        answered(criterion.main_area, "yes")

        assert self.active(criterion, datetime.date(2011, 6, 1)).progress.share is None
        assert self.active(criterion, datetime.date(2011, 6, 2)).progress.share == (1, 1)

    def test_leaves_out_those_that_are_not_relevant(self, criterion):
        answered(criterion.main_area, "yes")
        answered(criterion.main_area, "no")
        Requisition.objects.filter(follow_up__new_methods="no").update(relevant=False)

        assert self.active(criterion, LATER).progress.share == (1, 1)

    def test_says_of_how_many_it_is(self, criterion):
        answered(criterion.main_area, "yes", "yes", "no", waiting=1)

        assert "3 of 4 relevant requesters have answered (75\u00a0%)." in (
            self.active(criterion, LATER).explanation
        )

    def test_cannot_be_computed_of_too_few(self, criterion):
        answered(criterion.main_area, "yes", "yes", "yes", waiting=5)

        standing = self.active(criterion, LATER)

        assert standing.status == Status.NOT_COMPUTABLE
        assert standing.progress.share is None
        assert standing.explanation == (
            "Cannot be computed: too few answers (3 of 8 relevant, 37,5\u00a0%)."
        )

    def test_of_exactly_enough_can_be(self, criterion):
        answered(criterion.main_area, "yes", "yes", "yes", waiting=3)

        assert self.active(criterion, LATER).progress.share == (3, 3)

    def test_goes_by_the_programmes_own_limit(self, criterion):
        answered(criterion.main_area, "yes", "yes", "yes", waiting=3)
        program = criterion.main_area.program
        program.min_response = Decimal("50.01")
        program.save()

        assert self.active(criterion, LATER).status == Status.NOT_COMPUTABLE

    def test_waits_for_the_first_answer_while_there_is_time(self, criterion):
        answered(criterion.main_area, waiting=3)

        assert self.active(criterion, END).status == Status.NOT_DUE
        assert self.active(criterion, LATER).status == Status.NOT_COMPUTABLE

    def test_asks_so_many_weeks_after_the_completion(self, criterion):
        answered(criterion.main_area, waiting=1)
        due = START + datetime.timedelta(weeks=8)

        day_before = self.active(criterion, due - datetime.timedelta(1))
        assert day_before.progress.response is None
        assert self.active(criterion, due).progress.response.asked == 1

    def test_without_anybody_to_ask_is_unmeasured_in_the_end(self, criterion):
        assert self.active(criterion, END).status == Status.NOT_DUE
        assert self.active(criterion, LATER).status == Status.UNMEASURED


def test_the_status_of_a_share_does_not_depend_on_other_criteria():
    area = MainAreaFactory()
    share = criterion_of(area, RULES[2])
    rule = rule_of(share, START)
    facts = RequisitionsSource().reports([share], LATER)[share.pk].facts

    assert evaluate({share.pk: rule}, {share.pk: facts}, {}, LATER)[share.pk].status == (
        Status.UNMEASURED
    )
