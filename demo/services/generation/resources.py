"""Staff, hours and money of a generated programme: as many hours and expenses as asked for."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from activities.models import Activity, TimeEntry
from demo.services.generation.rows import Rows
from demo.services.generation.words import BOUGHT, REASONS, SOURCES
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from exchange.services.drafts import recorded
from exchange.services.sections.allocations import NewAllocation
from exchange.services.sections.budget_lines import NewLine
from programs.models import FundingSource, MainArea
from resources.models import StaffAllocation

FULL_DAY = 30  # quarters of an hour
MOST_A_DAY = 96
MOST_LINES = 40


class TooManyHours(ValueError):
    """More rows of hours than there are people, days and activities for."""


@dataclass
class Resources:
    """Fills a programme's rows, from its first day to the day; the same draws, the same rows."""

    rows: Rows
    people: Sequence[User]
    draw: random.Random
    starts_on: datetime.date
    day: datetime.date

    @property
    def days(self) -> int:
        return (self.day - self.starts_on).days + 1

    def add_staff(self) -> None:
        """Everybody is full-time; each area has a part, and in it an initiative and an activity."""
        areas = list(self.rows.main_areas.values())
        of_each = (Decimal(len(self.people)) / len(areas)).quantize(Decimal("0.01"))
        for area in areas:
            area.fte = of_each
            self._allocate(area)
        self.rows.program.fte = of_each * len(areas)

    def _allocate(self, area: MainArea) -> None:
        activities = [one for one in self.rows.activities.values() if one.main_area is area]
        initiatives = [one for one in self.rows.initiatives.values() if one.main_area is area]
        whole = StaffAllocation(
            main_area=area, title=f"Fast indsats: {initiatives[0]}", initiative=initiatives[0]
        )
        whole.fte = (Decimal(str(area.fte)) / 2).quantize(Decimal("0.01"))
        part = StaffAllocation(
            main_area=area, title=f"Fast på {activities[0]}", weekly_hours=Decimal(7), position=1
        )
        self.rows.allocations += [NewAllocation(whole, []), NewAllocation(part, activities[:1])]

    def add_hours(self, number: int) -> None:
        """So many rows of a week, each person's spread over the days and then the activities."""
        activities = list(self.rows.activities.values())
        places = len(self.people) * self.days
        a_day = -(-number // places)
        if a_day > min(len(activities), MOST_A_DAY):
            raise TooManyHours("More hours than there are days and activities for.")
        for turn in range(number):
            person, day = turn % len(self.people), turn // len(self.people) % self.days
            activity = activities[(turn // places + day + 7 * person) % len(activities)]
            self.rows.time_entries.append(self._hours(activity, self.people[person], day, a_day))

    def _hours(self, activity: Activity, person: User, day: int, a_day: int) -> TimeEntry:
        quarters = max(1, FULL_DAY // a_day)
        return TimeEntry(
            activity=activity,
            person=person,
            on=self.starts_on + datetime.timedelta(day),
            minutes=15 * self.draw.randint(1, quarters),
        )

    def add_money(self, expenses: int) -> None:
        """Lines to activities and initiatives, most with more than is used of them."""
        if not expenses:
            return
        for name in SOURCES:
            source = FundingSource(program=self.rows.program, name=name)
            self.rows.funding_sources.append(source)
        for_what = [*self.rows.initiatives.values(), *self.rows.activities.values()][:MOST_LINES]
        sources = self.rows.funding_sources
        for position, subject in enumerate(for_what):
            line = BudgetLine(
                source=sources[position % len(sources)],
                ref=f"linje-{position + 1}",
                title=f"Midler til {subject}",
                position=position,
                amount=Decimal(2000 * (expenses // len(for_what) + 1)),
            )
            setattr(line, "activity" if isinstance(subject, Activity) else "initiative", subject)
            new = NewLine(line)
            self.rows.budget_lines.append(new)
            if position % 3 == 0:
                self._revise(new)
        lines = [new.line for new in self.rows.budget_lines]
        for number in range(expenses):
            self._add_expense(self.draw.choice(lines), number)
        for _turn in range(expenses // 20):
            self._add_commitment(self.draw.choice(lines))

    def _revise(self, new: NewLine) -> None:
        on = self._day()
        new.revisions.append(
            BudgetRevision(
                line=new.line,
                on=on,
                amount=new.line.amount + 1000 * self.draw.randint(-5, 5),
                reason=self.draw.choice(REASONS),
                recorded_by=self.people[-1],
                recorded_at=recorded(on, 0),
            )
        )

    def _add_expense(self, line: BudgetLine, number: int) -> None:
        on = self._day()
        expense = Expense(
            line=line,
            on=on,
            amount=Decimal(self.draw.randint(5_000, 300_000)) / 100,
            text=self.draw.choice(BOUGHT),
            voucher=f"B-{number + 1:06d}",
            recorded_by=self.people[-1],
            recorded_at=recorded(on, number % 1000),
        )
        if self.draw.random() < 0.01:
            expense.retracted_at = expense.recorded_at + datetime.timedelta(hours=20)
            expense.retracted_by = expense.recorded_by
            expense.retraction_reason = self.draw.choice(REASONS)
        self.rows.expenses.append(expense)

    def _add_commitment(self, line: BudgetLine) -> None:
        on = self._day()
        released_on = on + datetime.timedelta(self.draw.randint(5, 60))
        self.rows.commitments.append(
            Commitment(
                line=line,
                on=on,
                amount=Decimal(self.draw.randint(100, 2_000)),
                text=self.draw.choice(BOUGHT),
                released_on=released_on if released_on <= self.day else None,
                recorded_by=self.people[-1],
                recorded_at=recorded(on, 0),
            )
        )

    def _day(self) -> datetime.date:
        return self.starts_on + datetime.timedelta(self.draw.randrange(self.days))
