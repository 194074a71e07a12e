"""Hours and kroner add up, to the hundredth, in whatever tree they stand and on whatever day."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from itertools import product
from operator import add

import pytest
from hypothesis import given, settings

from activities.models import ActivityKind
from core.hours import sum_hours
from economy.rules.amounts import total_money
from resources.exports.as_json import as_data
from resources.exports.as_sheets import rows_of
from resources.queries.figures import (
    area_uses,
    months,
    people,
    resources_of_activity,
    resources_of_area,
)
from resources.rules.figures import Fte, PartKind
from resources.rules.fte import in_hundredths
from resources.rules.hours import Hours
from resources.rules.use import uses_of
from tests.factories import (
    UserFactory,
)
from tests.resources.trees import (
    AS_OF,
    FIRST,
    an_example,
    money_of,
    trees,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def check_sums(part, without_fte):
    """Of hours, FTE and kroner, in every part; main areas ``without_fte`` have nothing planned."""
    if part.parts:
        hours = reduce(add, (inner.hours for inner in part.parts), Hours())
        fte = reduce(add, (inner.fte for inner in part.parts), Fte())
        if part.kind == PartKind.AREA and part.pk in without_fte:
            nothing = {"planned": None, "planned_to_date": None}
            hours, fte = replace(hours, **nothing), replace(fte, **nothing)
        # Each forecast is of its own hours: tables deal the whole's, see check_shown.
        assert (replace(part.hours, forecast=None), part.fte) == (
            replace(hours, forecast=None),
            fte,
        )
        kroner = [inner.money for inner in part.parts if inner.money]
        assert part.money == (reduce(add, kroner) if kroner else None)
    if part.kind in (PartKind.SHARED, PartKind.UNALLOCATED):
        assert (part.hours.planned or 0) >= 0
        assert (part.hours.planned_to_date or 0) >= 0
    for inner in part.parts:
        check_sums(inner, without_fte)


def check_shown(part):
    """What tables and files show of hours, the forecast among them, adds up in every part too."""
    for name in ("logged", "forecast"):
        found = [getattr(inner.hours, name) for inner in part.parts]
        known = [hours for hours in found if hours is not None]
        if part.parts:
            assert getattr(part.hours, name) == (sum(known) if known else None)
    for inner in part.parts:
        check_shown(inner)


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
    assert part.hours.logged == (sum_hours(logged) if logged else None)


@settings(max_examples=25)
@given(drawn=trees(), as_of=AS_OF)
def test_every_part_is_the_sum_of_its_parts(drawn, as_of):
    with an_example(drawn, as_of) as (tree, found):
        without_fte = {area.pk for area in tree.areas if area.fte is None}
        check_sums(found.total, without_fte)
        check_shown(in_hundredths(found).total)
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
        assert found.total.hours.logged == (sum_hours(logged) if logged else None)
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

        assert sum_hours(month.hours or 0 for month in over_time) == (logged or 0)
        assert sum(month.kroner or 0 for month in over_time) == (money.used if money else 0)
        if over_time:
            assert over_time[-1].hours_so_far == logged
        assert sum_hours(person.hours.logged for person in everybody) == (logged or 0)
        for number, part in enumerate(found.areas):
            of_area = [one.by_area[number] for one in everybody]
            assert sum_hours(hours or 0 for hours in of_area) == (part.hours.logged or 0)


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
