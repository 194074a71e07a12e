"""The rosters of criteria, read from the database: everybody who is or was on them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, QuerySet

from directory.models import BilingualShare, Consultant, Organisation, Participant, SchoolClass
from indicators.models import Criterion, RosterRule, Tick
from indicators.rules.rosters import Member, RosterPeriod, RosterTerms, TickFact

RosterSubject = Organisation | SchoolClass | Consultant


@dataclass
class MemberRows:
    """One member with the rows behind it. ``participants`` are those that stand, oldest first."""

    who: RosterSubject
    member: Member
    participants: list[Participant]
    ticks: list[Tick]

    @property
    def is_person(self) -> bool:
        return isinstance(self.who, Consultant)

    def name_on(self, day: datetime.date, *, people: bool) -> str:
        """As it was called on the day; a person's alias to those who may not see people."""
        if isinstance(self.who, Consultant):
            return self.who.shown(people=people)
        if isinstance(self.who, SchoolClass):
            return f"{self.who.name}, {self.who.school.name_on(day)}"
        return self.who.name_on(day)

    def on_day(self, day: datetime.date) -> Participant:
        """The row by which it takes part on the day, else the one it joined with first."""
        there = (
            row
            for row in self.participants
            if RosterPeriod(row.joined_on, row.left_on).includes(day)
        )
        return next(there, self.participants[0])

    def tick_on(self, day: datetime.date) -> Tick | None:
        """The row of the member's newest tick by the day."""
        told = [tick for tick in self.ticks if not tick.is_retracted and tick.on <= day]
        return max(told, key=lambda tick: (tick.on, *_recorded(tick)), default=None)


@dataclass
class Roster:
    """What a criterion looks for, and everybody of the kind on its activities' rosters."""

    rule: RosterRule
    lines: list[MemberRows] = field(default_factory=list)

    @property
    def wanted(self) -> RosterTerms:
        return RosterTerms(self.rule.bilingual_over, self.rule.follow_up_months)

    @property
    def members(self) -> list[Member]:
        return [line.member for line in self.lines]


def rosters_of(criteria: Iterable[Criterion]) -> dict[int, Roster]:
    """By primary key; a criterion without its rule is left out. At most five queries for all."""
    rules = {rule.criterion_id: rule for rule in RosterRule.objects.filter(criterion__in=criteria)}
    rows = _rows(rules)
    shares = _shares(rules.values(), rows)
    ticks: dict[tuple[int, int], list[Tick]] = defaultdict(list)
    for tick in Tick.objects.filter(criterion__in=rules).select_related(
        "recorded_by", "retracted_by"
    ):
        ticks[tick.criterion_id, tick.participant_id].append(tick)
    found = {pk: Roster(rule) for pk, rule in rules.items()}
    for (pk, _who), participants in rows.items():
        own = [tick for row in participants for tick in ticks[pk, row.pk]]
        line = _line(participants, own, shares)
        if line:
            found[pk].lines.append(line)
    return found


def _rows(rules: dict[int, RosterRule]) -> dict[tuple[int, int], list[Participant]]:
    """By criterion and who it is, all lines of the kind, those taken off among them."""
    participants: QuerySet = (
        Participant.objects.filter(activity__criteria__in=rules)
        .annotate(of_criterion=F("activity__criteria"))
        .select_related("organisation", "school_class__school", "consultant", "recorded_by")
        .prefetch_related("organisation__former_names", "school_class__school__former_names")
        .order_by("joined_on", "pk")
    )
    found: dict[tuple[int, int], list[Participant]] = defaultdict(list)
    for row in participants:
        if row.kind == rules[row.of_criterion].kind:
            found[row.of_criterion, row.who.pk].append(row)
    return found


def _shares(
    rules: Iterable[RosterRule], rows: dict[tuple[int, int], list[Participant]]
) -> dict[int, list[tuple[datetime.date, Decimal]]]:
    """The bilingual shares by school, where a rule asks for them."""
    asked = [rule.criterion_id for rule in rules if rule.bilingual_over is not None]
    schools = {_school(found[0].who) for (pk, _who), found in rows.items() if pk in asked}
    shares: dict[int, list[tuple[datetime.date, Decimal]]] = defaultdict(list)
    if schools:
        for share in BilingualShare.objects.filter(school__in=schools):
            shares[share.school_id].append((share.on, share.percent))
    return shares


def _school(who: RosterSubject) -> int:
    return who.school_id if isinstance(who, SchoolClass) else who.pk


def _line(
    rows: Sequence[Participant],
    ticks: Sequence[Tick],
    shares: dict[int, list[tuple[datetime.date, Decimal]]],
) -> MemberRows | None:
    standing = [row for row in rows if not row.is_retracted]
    if not standing:
        return None
    who = standing[0].who
    completed = [row.completed_on for row in standing if row.completed_on]
    member = Member(
        periods=tuple(RosterPeriod(row.joined_on, row.left_on) for row in standing),
        completed_on=min(completed, default=None),
        # A tick is about who it is: it stands though the line it was made on was taken off.
        ticks=tuple(
            TickFact(tick.on, _recorded(tick), tick.answer)
            for tick in ticks
            if not tick.is_retracted
        ),
        shares=() if isinstance(who, Consultant) else tuple(shares.get(_school(who), ())),
    )
    return MemberRows(who=who, member=member, participants=standing, ticks=list(ticks))


def _recorded(tick: Tick) -> tuple:
    return tick.recorded_at, tick.pk
