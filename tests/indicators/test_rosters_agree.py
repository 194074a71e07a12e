"""Rosters: what the database adds up, the pure rule and the readings behind it say the same."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.clock import now
from directory.models import (
    CONSULTANT,
    SCHOOL_CLASS,
    BilingualShare,
    OrganisationKind,
    Participant,
)
from indicators.models import Tick
from indicators.models.choices import Answer, Base, Measure
from indicators.queries.rosters import rosters_of
from indicators.queries.standings import series, standings_of
from indicators.rules.criteria import rule_of
from indicators.rules.progress import NO_FACTS, Facts, evaluate, facts_of
from indicators.rules.rosters import counts, first_answer_on, is_in_share, is_yes
from indicators.rules.sources import Report
from indicators.sources.participants import ParticipantsSource
from tests.examples import undone
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    CriterionFactory,
    OrganisationFactory,
    RosterRuleFactory,
    SchoolClassFactory,
)
from tests.indicators.test_sources_agree import END, START

pytestmark = pytest.mark.django_db


# The rule in full, for one day. No page asks for it, as SQL adds up faster: these two say what SQL
# and the changes behind a figure must come to.
def count_facts(members, wanted, day):
    return Facts(value=Decimal(sum(counts(m, wanted, day) for m in members)), reported=True)


def share_facts(members, wanted, day, *, has_base):
    """Nothing before the first tick. With a base of its own only the numerator is told."""
    first = first_answer_on(members, wanted)
    if first is None or first > day:
        return NO_FACTS
    of = [member for member in members if is_in_share(member, wanted, day)]
    return Facts(
        numerator=Decimal(sum(is_yes(member, day) for member in of)),
        denominator=None if has_base else Decimal(len(of)),
        reported=True,
    )


DAYS = st.integers(0, 90).map(lambda days: datetime.date(2011, 3, 1) + datetime.timedelta(days))
MONTHS_LATER = st.integers(0, 400).map(lambda n: datetime.date(2011, 3, 1) + datetime.timedelta(n))
RECORDED = datetime.datetime(2011, 12, 31, 12, tzinfo=datetime.UTC)
KINDS = [OrganisationKind.ASSOCIATION, OrganisationKind.SCHOOL, SCHOOL_CLASS, CONSULTANT]


@st.composite
def lines(draw):
    """A line of one of two rosters, for one of three of one of four kinds."""
    joined_on = draw(DAYS)
    later = st.integers(1, 60).map(lambda days: joined_on + datetime.timedelta(days))
    return {
        "activity": draw(st.integers(0, 1)),
        "kind": draw(st.sampled_from(KINDS)),
        "who": draw(st.integers(0, 2)),
        "joined_on": joined_on,
        "left_on": draw(st.none() | later),
        "completed_on": draw(st.none() | later),
        "retracted": draw(st.sampled_from([False, False, True])),
    }


@st.composite
def told(draw):
    return {
        "line": draw(st.integers(0, 20)),
        "on": draw(MONTHS_LATER),
        "answer": draw(st.sampled_from(Answer)),
        "retracted": draw(st.sampled_from([False, False, True])),
    }


SHARES = st.lists(
    st.tuples(st.integers(0, 2), DAYS, st.sampled_from([39, 40, Decimal("40.01"), 60])),
    unique_by=lambda share: share[:2],
    max_size=5,
)
FIELD = {SCHOOL_CLASS: "school_class", CONSULTANT: "consultant"}


class World:
    """Two activities, three of each kind, and a criterion on both rosters."""

    def __init__(self, rule, *, base="", measure=Measure.SHARE):
        self.activities = ActivityFactory.create_batch(2)
        schools = OrganisationFactory.create_batch(3, kind=OrganisationKind.SCHOOL)
        self.schools = schools
        self.known = {
            OrganisationKind.ASSOCIATION: OrganisationFactory.create_batch(3),
            OrganisationKind.SCHOOL: schools,
            SCHOOL_CLASS: [SchoolClassFactory(school=school) for school in schools],
            CONSULTANT: ConsultantFactory.create_batch(3),
        }
        self.criterion = CriterionFactory(
            share=measure == Measure.SHARE,
            source="participants",
            activities=self.activities,
            base=base,
            base_value=Decimal(7) if base else None,
        )
        RosterRuleFactory(criterion=self.criterion, **rule)

    def fill(self, roster, ticks, shares):
        on_rosters, rows = set(), []
        for line in roster:
            key = line["activity"], line["kind"], line["who"]
            if not line["retracted"] and key in on_rosters:
                continue
            on_rosters |= set() if line["retracted"] else {key}
            who = self.known[line["kind"]][line["who"]]
            rows.append(
                Participant(
                    activity=self.activities[line["activity"]],
                    joined_on=line["joined_on"],
                    left_on=line["left_on"],
                    completed_on=line["completed_on"],
                    **{FIELD.get(line["kind"], "organisation"): who},
                    **retraction(line),
                )
            )
        Participant.objects.bulk_create(rows)
        Tick.objects.bulk_create(
            Tick(
                criterion=self.criterion,
                participant=rows[tick["line"] % len(rows)],
                on=tick["on"],
                answer=tick["answer"],
                # Two and two recorded at the same moment: then the later row is the newer.
                recorded_at=RECORDED + datetime.timedelta(seconds=number // 2),
                **retraction(tick),
            )
            for number, tick in enumerate(ticks if rows else [])
        )
        BilingualShare.objects.bulk_create(
            BilingualShare(school=self.schools[school], on=on, percent=percent)
            for school, on, percent in shares
        )

    def check(self, as_of):
        criterion = self.criterion
        roster = rosters_of([criterion])[criterion.pk]
        found = ParticipantsSource().reports([criterion], as_of).get(criterion.pk, Report()).facts
        later = as_of + datetime.timedelta(days=30)
        for report in ParticipantsSource().reports([criterion], later, [as_of]).values():
            assert report.earlier == [found]
        evidence = ParticipantsSource().evidence([criterion], as_of)[criterion.pk]
        rule = rule_of(criterion, START)
        read = facts_of(rule, [row.reading for row in evidence], as_of)
        if criterion.measure == Measure.COUNT:
            pure = count_facts(roster.members, roster.wanted, as_of)
        else:
            base = bool(criterion.base)
            pure = share_facts(roster.members, roster.wanted, as_of, has_base=base)
        assert progress(rule, found, as_of) == progress(rule, pure, as_of)
        assert progress(rule, read, as_of) == progress(rule, pure, as_of)
        if criterion.measure == Measure.SHARE:
            assert found == pure == read


def retraction(row):
    if not row["retracted"]:
        return {}
    return {"retracted_at": now(), "retraction_reason": "Forkert"}


def progress(rule, facts: Facts, as_of):
    """A derived count without anything is 0, however that is told."""
    return evaluate({rule.key: rule}, {rule.key: facts}, {}, as_of)[rule.key]


RULES = [
    {"kind": OrganisationKind.ASSOCIATION},
    {"kind": CONSULTANT},
    {"kind": SCHOOL_CLASS, "bilingual_over": 40},
    {"kind": OrganisationKind.SCHOOL, "bilingual_over": 40},
]


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=12)
@given(data=st.data())
def test_a_count(rule, data):
    with undone():
        world = World(rule, measure=Measure.COUNT)
        world.fill(data.draw(st.lists(lines(), max_size=12)), [], data.draw(SHARES))
        world.check(data.draw(MONTHS_LATER))


@pytest.mark.parametrize("base", ["", Base.FIXED])
@pytest.mark.parametrize(
    "rule",
    [*RULES, {"kind": CONSULTANT, "follow_up_months": 6}, {**RULES[2], "follow_up_months": 1}],
)
@settings(max_examples=12)
@given(data=st.data())
def test_a_share(rule, base, data):
    with undone():
        world = World(rule, base=base)
        ticks = data.draw(st.lists(told(), max_size=8))
        world.fill(data.draw(st.lists(lines(), max_size=12)), ticks, data.draw(SHARES))
        world.check(data.draw(MONTHS_LATER))


def test_many_criteria_asked_at_once_do_not_mix():
    worlds = [World(rule, measure=m) for rule in RULES for m in (Measure.COUNT, Measure.SHARE)]
    day = datetime.date(2011, 6, 1)
    for number, world in enumerate(worlds):
        kind = world.criterion.roster_rule.kind
        roster = [
            {"activity": 0, "kind": kind, "who": who, "joined_on": day, "left_on": None,
             "completed_on": None, "retracted": False}
            for who in range(1 + number % 3)
        ]  # fmt: skip
        tick = {"line": number, "on": day, "answer": Answer.YES, "retracted": False}
        world.fill(roster, [tick], [(who, day, 60) for who in range(3)])
    criteria = [world.criterion for world in worlds]

    together = ParticipantsSource().reports(criteria, day)

    assert len(together) == len(criteria)
    for criterion in criteria:
        alone = ParticipantsSource().reports([criterion], day)
        assert together[criterion.pk] == alone[criterion.pk]

    # And so as of earlier days, which are asked for in the same go.
    earlier = [day - datetime.timedelta(number) for number in (0, 1)]
    later = ParticipantsSource().reports(criteria, END, earlier)
    for place, then in enumerate(earlier):
        alone = ParticipantsSource().reports(criteria, then)
        assert {pk: one.earlier[place] for pk, one in later.items()} == {
            pk: alone[pk].facts for pk in later
        }


def test_the_line_over_time_ends_where_the_criterion_stands():
    world = World({"kind": OrganisationKind.ASSOCIATION}, measure=Measure.COUNT)
    day = datetime.date(2011, 6, 1)
    line = {"activity": 0, "kind": OrganisationKind.ASSOCIATION, "completed_on": None,
            "left_on": None, "retracted": False}  # fmt: skip
    world.fill([line | {"who": 0, "joined_on": START}, line | {"who": 1, "joined_on": day}], [], [])
    criterion = world.criterion
    program = criterion.main_area.program

    standing = standings_of(program, [criterion], day)[criterion.pk]
    evidence = ParticipantsSource().evidence([criterion], day)[criterion.pk]

    readings = [row.reading for row in evidence]
    found = [(on, then.value) for on, then in series(standing, program, readings, User())]
    assert found == [(START, 1), (day, 2)]
