"""The registers of a generated programme: rosters with their ticks, requisitions with answers."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from activities.models import Activity, ActivityKind
from core.dates import months_after
from core.records import RetractableRow
from demo.services.generation.rows import Rows
from demo.services.generation.words import ADMINISTRATIONS, ASKED, REASONS, SURNAMES, Kind
from directory.models import CONSULTANT, Consultant, Organisation, OrganisationKind, Participant
from exchange.services.drafts import recorded
from exchange.services.sections.criteria import NewCriterion
from exchange.services.sections.organisations import NewOrganisation
from exchange.services.sections.requisitions import NewCase
from indicators.models import RosterRule, Tick
from indicators.models.choices import PARTICIPANTS, Answer, Measure
from requisitions.models import FollowUp, Party, RegisterRule, Requisition, StateChange
from requisitions.models.choices import Channel, Reply, Scope, State
from requisitions.sources import REQUISITIONS

FOLLOW_UP = datetime.timedelta(weeks=8)  # what a new programme starts with
KEPT = datetime.timedelta(days=730)


@dataclass
class Registers:
    """Fills a programme's rows, from its first day to the day; the same draws, the same rows."""

    rows: Rows
    people: Sequence[User]
    draw: random.Random
    starts_on: datetime.date
    day: datetime.date

    def add_rules(self, kind: Kind, ties: NewCriterion) -> None:
        """What a criterion looks for in the registers."""
        if kind.roster:
            ties.options[PARTICIPANTS] = RosterRule(
                criterion=ties.criterion, kind=kind.roster, follow_up_months=kind.months
            )
        if kind.states or kind.question:
            ties.options[REQUISITIONS] = RegisterRule(
                criterion=ties.criterion, states=list(kind.states), question=kind.question
            )

    # Rosters ----------------------------------------------------------------------------------
    def add_rosters(self, number: int) -> None:
        """So many participants, evenly on the rosters that the criteria count, some on several."""
        wanted = dict.fromkeys(
            (activity.ref, ties.options[PARTICIPANTS].kind)
            for ties in self._on_rosters()
            for activity in ties.activities
        )
        of_each, rest = divmod(number, len(wanted) or 1)
        known = {kind: self._known(kind, 2 * (of_each + 1)) for _ref, kind in wanted}
        for place, (ref, kind) in enumerate(wanted):
            size = of_each + (place < rest)
            for who in self.draw.sample(known[kind], size):
                self._add_participant(self.rows.activities[ref], who)
        for ties in self._on_rosters():
            if ties.criterion.measure == Measure.SHARE:
                self._add_ticks(ties)

    def _on_rosters(self) -> list[NewCriterion]:
        return [ties for ties in self.rows.criteria.values() if PARTICIPANTS in ties.options]

    def _known(self, kind: str, number: int) -> Sequence[Organisation | Consultant]:
        if kind == CONSULTANT:
            found = [self._consultant(place) for place in range(number)]
            self.rows.consultants |= {f"k{place}": row for place, row in enumerate(found)}
            return found
        organisations = [
            Organisation(kind=kind, name=f"{OrganisationKind(kind).label} nr. {place + 1}")
            for place in range(number)
        ]
        self.rows.organisations |= {
            f"{kind}{place}": NewOrganisation(row) for place, row in enumerate(organisations)
        }
        return organisations

    def _consultant(self, place: int) -> Consultant:
        first = self.draw.choice(self.people).full_name.split()[0]
        name = f"{first} {SURNAMES[place % len(SURNAMES)]}"
        return Consultant(name=name, keep_until=self.day + KEPT)

    def _add_participant(self, activity: Activity, who: Organisation | Consultant) -> None:
        joined_on = self._day(self.starts_on)
        row = Participant(
            activity=activity,
            organisation=who if isinstance(who, Organisation) else None,
            consultant=who if isinstance(who, Consultant) else None,
            joined_on=joined_on,
            recorded_by=self.draw.choice(self.people),
            recorded_at=recorded(joined_on, len(self.rows.participants)),
        )
        if joined_on < self.day and self.draw.random() < 0.05:
            row.left_on = self._day(joined_on + datetime.timedelta(1))
        if isinstance(who, Consultant) and self.draw.random() < 0.8:
            row.completed_on = self._day(joined_on)
        if self.draw.random() < 0.01:
            self._retract(row)
        self.rows.participants.append(row)

    def _add_ticks(self, ties: NewCriterion) -> None:
        months = ties.options[PARTICIPANTS].follow_up_months
        likely = self.draw.uniform(0.4, 0.95)
        for row in self._participants_of(ties):
            since: datetime.date | None = row.joined_on
            if months:
                since = months_after(row.completed_on, months) if row.completed_on else None
            if row.is_retracted or since is None or since > self.day or self.draw.random() < 0.3:
                continue
            on = self._day(since)
            answers = [Answer.YES] if self.draw.random() < likely else [Answer.NO, *Answer]
            tick = Tick(
                criterion=ties.criterion,
                participant=row,
                on=on,
                answer=self.draw.choice(answers),
                recorded_by=self.draw.choice(self.people),
                recorded_at=recorded(on, len(self.rows.ticks)),
            )
            if self.draw.random() < 0.01:
                self._retract(tick)
            self.rows.ticks.append(tick)

    def _participants_of(self, ties: NewCriterion) -> Iterable[Participant]:
        kind = ties.options[PARTICIPANTS].kind
        return (
            row
            for row in self.rows.participants
            if row.activity in ties.activities and row.kind == kind
        )

    # Requisitions -----------------------------------------------------------------------------
    def add_cases(self, number: int) -> None:
        administrations = [
            Organisation(kind=OrganisationKind.ADMINISTRATION, name=name)
            for name in ADMINISTRATIONS
        ]
        self.rows.organisations |= {row.name: NewOrganisation(row) for row in administrations}
        for place in range(number):
            self.rows.requisitions.append(self._case(place, administrations))

    def _case(self, place: int, administrations: Sequence[Organisation]) -> NewCase:
        areas = list(self.rows.main_areas.values())
        received_on = self._day(self.starts_on)
        activity = Activity(
            kind=ActivityKind.CASE,
            main_area=areas[place % len(areas)],
            ref=f"sag-{place + 1}",
            position=place,
            title=ASKED[place % len(ASKED)],
            responsible=self.draw.choice(self.people),
        )
        case = NewCase(
            Requisition(
                activity=activity,
                received_on=received_on,
                channel=self.draw.choice(Channel.values),
                scope=self.draw.choice([*[Scope.INTERNAL] * 3, Scope.EXTERNAL]),
                relevant=self.draw.choice([True, True, False, None]),
                recorded_by=activity.responsible,
                recorded_at=recorded(received_on, place),
            )
        )
        if self.draw.random() < 0.01:
            self._retract(case.requisition)
        asking = self.draw.choice(administrations)
        case.parties.append(Party(requisition=case.requisition, organisation=asking))
        self._add_states(case, received_on)
        self._add_follow_up(case)
        return case

    def _add_states(self, case: NewCase, on: datetime.date) -> None:
        ending = [*[State.COMPLETED] * 8, State.DECLINED, State.WITHDRAWN]
        way = [State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS, self.draw.choice(ending)]
        for place, state in enumerate(way):
            if on > self.day:
                return
            change = StateChange(
                requisition=case.requisition,
                state=state,
                on=on,
                recorded_by=case.activity.responsible,
                recorded_at=recorded(on, place),
            )
            case.states.append(change)
            on += datetime.timedelta(self.draw.randrange(1, 30))

    def _add_follow_up(self, case: NewCase) -> None:
        completed = case.states[-1]
        due_on = completed.on + FOLLOW_UP
        asked = case.requisition.relevant and completed.state == State.COMPLETED
        if not asked or due_on > self.day or self.draw.random() < 0.2:
            return
        answered_on = self._day(due_on) if self.draw.random() < 0.9 else None
        case.follow_up = FollowUp(
            requisition=case.requisition, asked_on=due_on, asked_by=case.activity.responsible
        )
        if answered_on:
            replies = [*[Reply.YES] * 5, Reply.NO, Reply.DONT_KNOW]
            case.follow_up.answered_on = answered_on
            case.follow_up.new_methods = self.draw.choice(replies)
            case.follow_up.better_cooperation = self.draw.choice(replies)
            case.follow_up.answered_by = self.draw.choice([None, case.activity.responsible])

    # What both share --------------------------------------------------------------------------
    def _day(self, first: datetime.date) -> datetime.date:
        """Any from the first to the day itself."""
        return first + datetime.timedelta(self.draw.randint(0, (self.day - first).days))

    def _retract(self, row: RetractableRow) -> None:
        row.retracted_at = row.recorded_at + datetime.timedelta(hours=20)
        row.retracted_by = row.recorded_by
        row.retraction_reason = self.draw.choice(REASONS)

    def reached(self, ties: NewCriterion) -> Decimal:
        """About what a count has come to; for its target only, so those who left play no part."""
        if PARTICIPANTS in ties.options:
            return Decimal(len({id(row.who) for row in self._participants_of(ties)}))
        states = set(ties.options[REQUISITIONS].states)
        return Decimal(sum(case.states[-1].state in states for case in self.rows.requisitions))
