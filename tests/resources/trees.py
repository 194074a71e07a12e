"""Programmes drawn at random, with their allocations, hours and lines: for tests of sums."""

import datetime
from contextlib import contextmanager
from decimal import Decimal

from hypothesis import strategies as st

from activities.models import ActivityKind, LogEntry, TimeEntry
from core.clock import now
from core.hours import in_hours
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from economy.rules.amounts import money_of_line
from programs.rules.fte import Period
from resources.queries.figures import (
    resources_of,
)
from resources.rules.figures import PartKind
from tests.examples import undone
from tests.factories import (
    ActivityFactory,
    InitiativeFactory,
    MainAreaFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.resources import FundingSourceFactory, StaffAllocationFactory

FIRST, LAST = datetime.date(2011, 2, 1), datetime.date(2011, 12, 31)
# A few days only, so that several fall on the same one and on the very date asked for.
DAYS = st.integers(0, 6).map(lambda weeks: datetime.date(2011, 5, 1) + weeks * WEEK)
WEEK = datetime.timedelta(days=7)
AS_OF = DAYS | st.sampled_from([datetime.date(2011, 1, 1), FIRST, LAST, datetime.date(2012, 2, 1)])
KRONER = st.integers(1, 99_999_999_999).map(lambda ore: Decimal(ore).scaleb(-2))
HOURS = st.integers(1, 24 * 60).map(in_hours)
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
