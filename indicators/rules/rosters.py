"""Who counts on a roster, and what their ticks come to: pure rules, without a database.

Source of the rules: the product's domain specification, section 3 (``participants``). What is added
up in SQL (``sources/participants.py``) says the same; a property test holds it to this.
"""

import datetime
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from core.dates import months_after
from indicators.models.choices import Answer
from indicators.rules.moves import FigureMove, Part, Step, by_day, moves_of, steps
from indicators.rules.progress import Reading


@dataclass(frozen=True, slots=True)
class RosterTerms:
    """What a criterion looks for: bilingual pupils strictly over, in per cent; a follow-up."""

    bilingual_over: Decimal | None = None
    follow_up_months: int | None = None


@dataclass(frozen=True, slots=True)
class RosterPeriod:
    """A line of a roster: it counts from the day it joined until the day before it left."""

    joined_on: datetime.date
    left_on: datetime.date | None = None

    def includes(self, day: datetime.date) -> bool:
        return self.joined_on <= day and (self.left_on is None or self.left_on > day)


@dataclass(frozen=True, slots=True)
class TickFact:
    """A tick of a member on a day. ``recorded`` orders two of the same day."""

    on: datetime.date
    recorded: tuple
    answer: str


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation, class or person, however many of the criterion's rosters it is on.

    Without a stay it has been taken off them all, and is nowhere. ``shares`` are the bilingual
    pupils of its school as they were counted, in per cent.
    """

    periods: tuple[RosterPeriod, ...]
    completed_on: datetime.date | None = None
    ticks: tuple[TickFact, ...] = ()
    shares: tuple[tuple[datetime.date, Decimal], ...] = ()

    def takes_part(self, day: datetime.date) -> bool:
        return any(stay.includes(day) for stay in self.periods)

    def bilingual(self, day: datetime.date) -> Decimal | None:
        """The newest share counted by the day."""
        counted = [share for share in self.shares if share[0] <= day]
        return max(counted)[1] if counted else None

    def due_on(self, wanted: RosterTerms) -> datetime.date | None:
        """When it is followed up: so many months after it completed first."""
        if self.completed_on is None or wanted.follow_up_months is None:
            return None
        return months_after(self.completed_on, wanted.follow_up_months)

    def tick(self, day: datetime.date) -> TickFact | None:
        """The newest dated no later than the day."""
        told = [tick for tick in self.ticks if tick.on <= day]
        return max(told, key=lambda tick: (tick.on, tick.recorded), default=None)


def meets_terms(member: Member, wanted: RosterTerms, day: datetime.date) -> bool:
    """Whether its school has enough bilingual pupils, where that is asked for."""
    if wanted.bilingual_over is None:
        return True
    share = member.bilingual(day)
    return share is not None and share > wanted.bilingual_over


def is_in_share(member: Member, wanted: RosterTerms, day: datetime.date) -> bool:
    """Whether it is one of those that a share is of.

    With a follow-up these are all who completed and are due, also those who left since: whoever
    stops coming must not better the share.
    """
    if not meets_terms(member, wanted, day):
        return False
    if wanted.follow_up_months is None:
        return member.takes_part(day)
    due_on = member.due_on(wanted)
    return bool(member.periods) and due_on is not None and due_on <= day


def counts(member: Member, wanted: RosterTerms, day: datetime.date) -> bool:
    """Whether a count counts it."""
    return member.takes_part(day) and meets_terms(member, wanted, day)


def is_yes(member: Member, day: datetime.date) -> bool:
    tick = member.tick(day)
    return tick is not None and tick.answer == Answer.YES


def first_answer_on(members: Iterable[Member], wanted: RosterTerms) -> datetime.date | None:
    """From when a share has a value: the first tick, and the first that is due."""
    on_rosters = [member for member in members if member.periods]
    told = min((tick.on for member in on_rosters for tick in member.ticks), default=None)
    if told is None or wanted.follow_up_months is None:
        return told
    due = min((day for m in on_rosters if (day := m.due_on(wanted))), default=None)
    return None if due is None else max(told, due)


def count_changes(members: Sequence[Member], wanted: RosterTerms) -> list[FigureMove]:
    """For a sum: how many more count from each day on, less those that no longer do."""
    found = steps(members, partial(_days, wanted), lambda m, day: (counts(m, wanted, day),))
    return moves_of(
        by_day(found), lambda step, total, number: Reading(step.day, value=Decimal(step.by[0]))
    )


def share_changes(
    members: Sequence[Member], wanted: RosterTerms, *, has_base: bool
) -> list[FigureMove]:
    """For the latest: the whole pair on each day that changed it, from the first tick on."""
    first = first_answer_on(members, wanted)
    if first is None:
        return []

    def part(member: Member, day: datetime.date) -> Part:
        of = is_in_share(member, wanted, day)
        yes = of and is_yes(member, day)
        return (yes,) if has_base else (yes, of)

    def reading_of(step: Step, total: Part, number: int) -> Reading | None:
        if step.day < first:
            return None
        base = None if has_base else Decimal(total[1])
        return Reading(step.day, numerator=Decimal(total[0]), denominator=base)

    found = by_day(steps(members, partial(_days, wanted), part))
    if all(step.day != first for step in found):
        nothing = (0,) if has_base else (0, 0)
        insort(found, Step(first, (), nothing), key=lambda step: step.day)
    return moves_of(found, reading_of)


def _days(wanted: RosterTerms, member: Member) -> set[datetime.date]:
    """The days on which anything about it may change."""
    days = {stay.joined_on for stay in member.periods}
    days |= {stay.left_on for stay in member.periods if stay.left_on}
    days |= {tick.on for tick in member.ticks}
    days |= {on for on, _share in member.shares}
    due_on = member.due_on(wanted)
    return days | {due_on} if due_on else days
