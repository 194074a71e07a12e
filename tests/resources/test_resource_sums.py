"""Hours and kroner add up, to the hundredth, in whatever tree they stand and on whatever day."""

import datetime
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from itertools import product
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.models import ActivityKind, LogEntry, TimeEntry
from core.clock import now
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from economy.rules.amounts import money_of_line, total_money
from programs.rules.fte import Period
from resources.exports.as_json import as_data
from resources.exports.as_sheets import rows_of
from resources.queries.figures import (
    area_uses,
    months,
    people,
    resources_of,
    resources_of_activity,
    resources_of_area,
)
from resources.rules.figures import Fte, PartKind
from resources.rules.hours import Hours
from resources.rules.use import uses_of
from tests.examples import undone
from tests.factories import (
    ActivityFactory,
    InitiativeFactory,
    MainAreaFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.resources import FundingSourceFactory, StaffAllocationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FIRST, LAST = datetime.date(2011, 2, 1), datetime.date(2011, 12, 31)
# A few days only, so that several fall on the same one and on the very date asked for.
DAYS = st.integers(0, 6).map(lambda weeks: datetime.date(2011, 5, 1) + weeks * WEEK)
WEEK = datetime.timedelta(days=7)
AS_OF = DAYS | st.sampled_from([datetime.date(2011, 1, 1), FIRST, LAST, datetime.date(2012, 2, 1)])
KRONER = st.integers(1, 99_999_999_999).map(lambda ore: Decimal(ore).scaleb(-2))
HOURS = st.integers(1, 2400).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
FTE = st.integers(1, 500).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
BACK = st.sampled_from([False, False, True])
# What a line, an allocation or hours may be for: places in the lists of ``Tree``. The last
# activity is the second main area's, and the allocations are all the first one's.
ACTIVITIES, INITIATIVES = st.integers(0, 4), st.integers(0, 1)
EVERYWHERE = st.integers(0, 5)
RECORDED = datetime.datetime(2011, 12, 31, 12, tzinfo=datetime.UTC)


@st.composite
def trees(draw):
    line = st.fixed_dictionaries(
        {
            "source": st.integers(0, 1),
            "to": st.tuples(st.just("activity"), EVERYWHERE)
            | st.tuples(st.just("initiative"), INITIATIVES),
            "amount": KRONER,
            "revisions": st.lists(st.tuples(DAYS, KRONER), max_size=3),
            "expenses": st.lists(st.tuples(DAYS, KRONER, BACK), max_size=4),
            "commitments": st.lists(st.tuples(DAYS, KRONER, BACK, st.none() | DAYS), max_size=3),
        }
    )
    allocation = st.fixed_dictionaries(
        {
            "for": st.one_of(
                st.tuples(st.just("activities"), st.sets(ACTIVITIES, min_size=1, max_size=3)),
                st.tuples(st.just("initiative"), INITIATIVES),
            ),
            "fte": st.none() | FTE,
            "starts_on": st.none() | DAYS,
        }
    )
    return {
        "lines": draw(st.lists(line, max_size=5)),
        "allocations": draw(st.lists(allocation, max_size=4)),
        "areas": draw(st.tuples(st.none() | FTE, st.none() | FTE)),
        "hours": draw(
            st.lists(st.tuples(st.integers(0, 7), DAYS, HOURS, BACK), max_size=8),
        ),
    }


class Tree:
    """The rows of an example: two areas, two initiatives, six activities (one of them a case)."""

    def __init__(self, drawn):
        self.program = ProgramFactory(starts_on=FIRST, ends_on=LAST)
        self.areas = [
            MainAreaFactory(program=self.program, number=number, fte=fte)
            for number, fte in enumerate(drawn["areas"], 1)
        ]
        area = self.areas[0]
        self.initiatives = InitiativeFactory.create_batch(2, main_area=area)
        one, other = self.initiatives
        self.activities = [
            ActivityFactory(main_area=area, initiative=one),
            ActivityFactory(main_area=area, initiative=one),
            ActivityFactory(main_area=area, initiative=other),
            ActivityFactory(main_area=area),
            ActivityFactory(main_area=area, kind=ActivityKind.CASE),
            ActivityFactory(main_area=self.areas[1]),
        ]
        self.user = UserFactory()
        self._add_money(drawn["lines"])
        self._add_staff(drawn["allocations"])
        self._add_hours(drawn["hours"])

    def _add_money(self, lines):
        sources = self.sources = FundingSourceFactory.create_batch(2, program=self.program)
        self.lines = []
        for number, drawn in enumerate(lines):
            kind, place = drawn["to"]
            of = {"activity": self.activities, "initiative": self.initiatives}[kind][place]
            source, amount = sources[drawn["source"]], drawn["amount"]
            line = BudgetLine(source=source, ref=str(number), amount=amount, **{kind: of})
            line.save()
            self.lines.append((line, drawn))
            for turn, (on, amount) in enumerate(drawn["revisions"]):
                at = RECORDED + datetime.timedelta(seconds=turn)
                BudgetRevision.objects.create(
                    line=line, on=on, amount=amount, reason="X", recorded_at=at
                )
            for on, amount, back in drawn["expenses"]:
                Expense.objects.create(line=line, on=on, amount=amount, **self._back(back))
            for on, amount, back, released_on in drawn["commitments"]:
                Commitment.objects.create(
                    line=line,
                    on=on,
                    amount=amount,
                    released_on=max(on, released_on) if released_on else None,
                    **self._back(back),
                )

    @property
    def parts(self):
        planned = [one for one in self.activities if one.kind == ActivityKind.PLANNED]
        return {
            PartKind.ACTIVITY: planned,
            PartKind.CASE: [one for one in self.activities if one not in planned],
            PartKind.INITIATIVE: self.initiatives,
            PartKind.AREA: self.areas,
        }

    @property
    def places(self):
        """Where hours may be logged."""
        return [*self.activities, *self.areas]

    def money(self, as_of, *, source=None, below=None):
        """What the lines from a source come to, or those for a part or for anything in it."""
        for line, drawn in self.lines:
            subject = line.activity or line.initiative
            if line.source == source or (below and self.is_below(subject, below)):
                yield money_of(drawn, as_of)

    @staticmethod
    def is_below(one, other):
        """Whether a part is the other, or belongs to it."""
        initiative, area = getattr(one, "initiative", None), getattr(one, "main_area", None)
        return other in (one, initiative, area)

    def _back(self, back):
        return {"retracted_at": now(), "retraction_reason": "X"} if back else {}

    def _add_staff(self, allocations):
        for drawn in allocations:
            kind, place = drawn["for"]
            fte = drawn["fte"]
            amount = {"fte": fte, "weekly_hours": None} if fte else {"weekly_hours": 22}
            if kind == "initiative":
                of = {"initiative": self.initiatives[place], "activities": ()}
            else:
                of = {"activities": [self.activities[one] for one in place]}
            StaffAllocationFactory(
                main_area=self.areas[0], starts_on=drawn["starts_on"], **of, **amount
            )

    def _add_hours(self, drawn):
        """The places beyond the activities are the two main areas."""
        for place, on, hours, back in drawn:
            of = self.places[place]
            name = "activity" if place < len(self.activities) else "main_area"
            subject = {name: of}
            # Each is logged in an entry, as a week holds one row a day.
            entry = LogEntry.objects.create(
                on=on, text="X", recorded_by=self.user, **subject, **self._back(back)
            )
            TimeEntry.objects.create(
                person=self.user, on=on, hours=hours, log_entry=entry, **subject
            )


@contextmanager
def an_example(drawn, as_of):
    """The rows of an example, and its resources as of the date."""
    with undone():
        tree = Tree(drawn)
        yield tree, resources_of(tree.program, as_of)


def money_of(drawn, as_of):
    """By the rules' own words, out of what was drawn."""
    revised = drawn["amount"]
    newest = max(
        ((on, turn) for turn, (on, _amount) in enumerate(drawn["revisions"]) if on <= as_of),
        default=None,
    )
    if newest:
        revised = drawn["revisions"][newest[1]][1]
    return money_of_line(
        granted=drawn["amount"],
        revised=revised,
        used=sum(amount for on, amount, back in drawn["expenses"] if on <= as_of and not back)
        + Decimal(0),
        committed=sum(
            amount
            for on, amount, back, released_on in drawn["commitments"]
            if on <= as_of and not back and (released_on is None or max(on, released_on) > as_of)
        )
        + Decimal(0),
        period=Period(FIRST, LAST, as_of),
    )


def check_sums(part, without_fte):
    """Of hours, FTE and kroner, in every part; main areas ``without_fte`` have nothing planned."""
    if part.parts:
        hours = reduce(add, (inner.hours for inner in part.parts), Hours())
        fte = reduce(add, (inner.fte for inner in part.parts), Fte())
        if part.kind == PartKind.AREA and part.pk in without_fte:
            nothing = {"planned": None, "planned_to_date": None}
            hours, fte = replace(hours, **nothing), replace(fte, **nothing)
        assert (part.hours, part.fte) == (hours, fte)
        kroner = [inner.money for inner in part.parts if inner.money]
        assert part.money == (reduce(add, kroner) if kroner else None)
    for inner in part.parts:
        check_sums(inner, without_fte)


def check_fte(program, part):
    """Each figure is the hours' own, but for less than a hundredth."""
    pairs = (
        (part.hours.planned, part.fte.planned),
        (part.hours.planned_to_date, part.fte.planned_to_date),
        (part.hours.logged, part.fte.to_date),
        (part.hours.forecast, part.fte.forecast),
    )
    for hours, fte in pairs:
        assert (hours is None) == (fte is None)
        if hours is not None and not part.parts:
            exact = hours * 365 / 334 / program.hours_per_fte
            assert abs(exact - fte) < Decimal("0.01")
    for inner in part.parts:
        check_fte(program, inner)


def check_part(tree, found, kind, row, as_of, hours):
    """Each activity, initiative and area against what was drawn for it."""
    part = found.total.find(kind, row.pk)
    money = list(tree.money(as_of, below=row))
    logged = [
        hours
        for place, on, hours, back in hours
        if on <= as_of and not back and tree.is_below(tree.places[place], row)
    ]
    if kind == PartKind.CASE and not part:
        assert not money
        assert not logged
        return
    assert part.money == (total_money(money) if money else None)
    assert part.hours.logged == (sum(logged) if logged else None)


@settings(max_examples=25)
@given(drawn=trees(), as_of=AS_OF)
def test_every_part_is_the_sum_of_its_parts(drawn, as_of):
    with an_example(drawn, as_of) as (tree, found):
        without_fte = {area.pk for area in tree.areas if area.fte is None}
        check_sums(found.total, without_fte)
        check_fte(tree.program, found.total)
        # Each line as the rules say, and the lines by source come to the same as by area.
        by_ref = {row.line.ref: row.money for row in found.lines}
        assert by_ref == {line.ref: money_of(of, as_of) for line, of in tree.lines}
        if found.lines:
            assert reduce(add, (source.money for source in found.sources)) == found.total.money
        by_source = {row.source: row.money for row in found.sources}
        for source in tree.sources:
            assert by_source[source] == total_money(tree.money(as_of, source=source))
        for kind, rows in tree.parts.items():
            for row in rows:
                check_part(tree, found, kind, row, as_of, drawn["hours"])
        # The hours of everything that was logged and stands, and of every area's FTE.
        logged = [hours for _at, on, hours, back in drawn["hours"] if on <= as_of and not back]
        assert found.total.hours.logged == (sum(logged) if logged else None)
        for area, part in zip(tree.areas, found.areas, strict=True):
            assert part.fte.planned == area.fte
            if area.fte is None:
                assert (part.hours.planned, part.hours.planned_to_date) == (None, None)
            else:
                days = Decimal(334)
                exact = area.fte * area.program.hours_per_fte * days / 365
                assert part.hours.planned == exact.quantize(Decimal("0.01"), "ROUND_HALF_UP")
        planned = [area.fte for area in tree.areas if area.fte is not None]
        assert found.total.fte.planned == (sum(planned) if planned else None)


@settings(max_examples=15)
@given(drawn=trees(), as_of=AS_OF)
def test_the_months_and_the_people_come_to_the_same(drawn, as_of):
    with an_example(drawn, as_of) as (_tree, found):
        logged, money = found.total.hours.logged, found.total.money

        over_time = months(found)
        everybody = people(found, UserFactory(manager=True))

        assert sum(month.hours or 0 for month in over_time) == (logged or 0)
        assert sum(month.kroner or 0 for month in over_time) == (money.used if money else 0)
        if over_time:
            assert over_time[-1].hours_so_far == logged
        assert sum(person.hours.logged for person in everybody) == (logged or 0)
        for number, part in enumerate(found.areas):
            of_area = [one.by_area[number] for one in everybody]
            assert sum(hours or 0 for hours in of_area) == (part.hours.logged or 0)


@settings(max_examples=15)
@given(drawn=trees(), as_of=AS_OF)
def test_the_dashboard_shows_the_very_same(drawn, as_of):
    with an_example(drawn, as_of) as (tree, found):
        areas = list(tree.program.main_areas.order_by("number"))
        beside = area_uses(tree.program, areas, as_of)

        for one, other in zip(beside, uses_of(found), strict=True):
            names = ("fte_planned", "fte_used", "money", "pace", "elapsed", "hours_bar")
            for name in (*names, "overspent"):
                assert getattr(one, name) == getattr(other, name)
            for name in ("planned", "planned_to_date", "logged", "left"):
                assert getattr(one.hours, name) == getattr(other.hours, name)


@settings(max_examples=15)
@given(drawn=trees(), as_of=AS_OF)
def test_a_part_read_alone_is_the_very_same(drawn, as_of):
    with an_example(drawn, as_of) as (tree, found):
        for area in tree.areas:
            assert resources_of_area(area, as_of) == found.of_area(area)
        for activity in tree.activities:
            if activity.kind == ActivityKind.CASE:
                continue
            alone, among_all = resources_of_activity(activity, as_of), found.of_activity(activity)
            # An activity's FTE are shown nowhere: rounded among fewer, they may differ.
            assert replace(alone.part, fte=Fte()) == replace(among_all.part, fte=Fte())
            assert (alone.allocations, alone.lines) == (among_all.allocations, among_all.lines)


@settings(max_examples=15)
@given(drawn=trees(), as_of=AS_OF)
def test_the_data_adds_up_too(drawn, as_of):
    with an_example(drawn, as_of) as (_tree, found):
        data = as_data(found, {})
        rows = list(rows_of(found, {}))
    assert {block: data[block] for block in ("fte", "hours", "money")} == data["totals"]

    def total(rows, block, key):
        found = [Decimal(row[block][key]) for row in rows if row[block] and row[block][key]]
        return sum(found) if found else None

    def own(block, key):
        return Decimal(data[block][key]) if data[block] and data[block][key] else None

    def in_rows(what, block, key):
        """As the sheets have them."""
        name = "logged" if (block, key) == ("hours", "to_date") else key
        found = [getattr(getattr(row, block), name) for row in rows if row.what == what]
        found = [amount for amount in found if amount is not None]
        return sum(found) if found else None

    leaves = [*data["activities"], *data["other"]]
    with_fte = {number for number, fte in enumerate(drawn["areas"], 1) if fte is not None}
    keys = ("planned", "planned_to_date", "to_date", "forecast")
    for block, key in product(("fte", "hours"), keys):
        whole = own(block, key)
        assert total(data["main_areas"], block, key) == whole
        assert in_rows("Programme", block, key) == in_rows("Main area", block, key) == whole
        # A main area without FTE has nothing planned, whatever is for its parts.
        counted = [row for row in leaves if "planned" not in key or row["main_area"] in with_fte]
        # Initiatives are the sums of what is in them.
        assert total(counted, block, key) == whole
    for key in ("granted", "revised", "used", "committed", "left", "forecast"):
        whole = own("money", key)
        for rows in ("main_areas", "lines", "sources"):
            assert (total(data[rows], "money", key) or 0) == (whole or 0)
        assert (total(leaves, "money", key) or 0) == (whole or 0)
    by_initiative = defaultdict(list)
    for row in leaves:
        by_initiative[row["initiative"]].append(row)
    for initiative in data["initiatives"]:
        for block, key in product(("fte", "hours"), ("planned", "to_date", "forecast")):
            shown = initiative[block][key]
            inside = total(by_initiative[initiative["id"]], block, key)
            assert (Decimal(shown) if shown else None) == inside


def test_a_part_is_found_wherever_it_stands():
    nothing = {"lines": [], "allocations": [], "areas": (None, None), "hours": []}
    with an_example(nothing, FIRST) as (tree, found):
        inside, alone = tree.activities[0], tree.activities[3]
        assert found.total.find(PartKind.ACTIVITY, inside.pk).title == inside.title
        assert found.total.find(PartKind.ACTIVITY, alone.pk).title == alone.title
        assert found.total.find(PartKind.ACTIVITY, 0) is None
