"""A made-up programme of any size, to measure and to try the product on.

The same seed, sizes and day give the same programme. It is a mix of everything that a criterion can
be (``CYCLE``, over and over), with a year of entries behind it, and is written as a programme file
is: with history, and without the checks, which its test makes instead.
"""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from accounts.models import User
from accounts.models.roles import Role
from activities.models import Activity, LogEntry, Place
from core.versions import atomic_change
from demo.services.generation.registers import Registers
from demo.services.generation.resources import Resources
from demo.services.generation.rows import Rows
from demo.services.generation.words import (
    ACTIVITIES,
    AREAS,
    CYCLE,
    ENTRY_TEXTS,
    INITIATIVES,
    PEOPLE,
    PLACES,
    REASONS,
    TEN,
    Kind,
)
from exchange.services.drafts import recorded
from exchange.services.sections.criteria import NewCriterion
from exchange.services.sections.log_entries import NewEntry
from indicators.models import Assessment, Criterion, Measurement, PlannedPoint
from indicators.models.choices import PARTICIPANTS, Aggregation, Base, Measure, Pacing, Status
from programs.models import Initiative, MainArea, Program
from requisitions.sources import REQUISITIONS

PERIOD = datetime.timedelta(days=364)
GONE = 300  # days of the period that lie behind the day
# The activity whose form asks for exactly ten results.
TEN_REF = "ti-resultater"


class Size(NamedTuple):
    """How many a programme has of each."""

    criteria: int
    measurements: int
    participants: int
    requisitions: int
    time_entries: int = 0
    expenses: int = 0


SIZES = {
    "S": Size(25, 250, 200, 50, 1_000, 250),
    "M": Size(200, 5_000, 2_000, 500, 20_000, 5_000),
    "L": Size(500, 100_000, 20_000, 5_000, 100_000, 25_000),
}


class SlugInUse(ValueError):
    """There is a programme with the short name already."""


@dataclass
class _Made:
    """A criterion on its way: what it is, when it was measured and by which entries."""

    kind: Kind
    ties: NewCriterion
    readings: list[Measurement] = field(default_factory=list)

    @property
    def criterion(self) -> Criterion:
        return self.ties.criterion


@atomic_change()
def generate(*, slug: str, size: Size, day: datetime.date, seed: int = 2011) -> Program:
    """Write the programme as of ``day``. ValueError for fewer than ten criteria, or for more hours
    than there are days for; SlugInUse.
    """
    if size.criteria < TEN or min(size) < 0:
        raise ValueError(f"At least {TEN} criteria, and no fewer than 0 of anything.")
    if Program.objects.filter(slug=slug).exists():
        raise SlugInUse(slug)
    rows = _Generation(slug, size, day, seed).rows()
    rows.save()
    return rows.program


class _Generation:
    def __init__(self, slug: str, size: Size, day: datetime.date, seed: int) -> None:
        self.day, self.starts_on = day, day - datetime.timedelta(GONE)
        self.random = random.Random(f"{seed} {size[:4]}")  # noqa: S311 - no secret
        self.size = size
        self.people = _people()
        self.made: list[_Made] = []
        self._rows = Rows(
            Program(
                slug=slug,
                title=f"Prøveprogram {slug}: {size.criteria} kriterier",
                starts_on=self.starts_on,
                ends_on=self.starts_on + PERIOD,
                purpose="Et opdigtet program, der viser, hvordan siderne bærer mange tal.",
            )
        )
        self.registers = Registers(self._rows, self.people, self.random, self.starts_on, day)
        self.resources = Resources(self._rows, self.people, self.random, self.starts_on, day)

    def rows(self) -> Rows:
        self._add_areas()
        self._add_activities()
        for position in range(self.size.criteria):
            self._add_criterion(position)
        counts = self._share_out()
        entries = self._add_entries(counts)
        for made, count in zip(self.made, counts, strict=True):
            self._measure(made, count, entries)
        self.registers.add_rosters(self.size.participants)
        self.registers.add_cases(self.size.requisitions)
        for made in self.made:
            self._set_target(made, entries)
            self._judge(made)
        self.resources.add_staff()
        self.resources.add_hours(self.size.time_entries)
        self.resources.add_money(self.size.expenses)
        return self._rows

    def _add_areas(self) -> None:
        for number in range(1, 1 + max(3, min(len(AREAS), self.size.criteria // 60))):
            area = MainArea(program=self._rows.program, number=number, title=AREAS[number - 1])
            self._rows.main_areas[number] = area
            for position, title in enumerate(INITIATIVES):
                ref = f"indsats-{number}-{position + 1}"
                self._rows.initiatives[ref] = Initiative(
                    main_area=area, ref=ref, position=position, title=title
                )

    def _add_activities(self) -> None:
        areas, initiatives = self._rows.main_areas, list(self._rows.initiatives.values())
        for position in range(max(6, self.size.criteria // 4)):
            area = areas[1 + position % len(areas)]
            own = [initiative for initiative in initiatives if initiative.main_area is area]
            ref = f"aktivitet-{position}" if position else TEN_REF
            place = PLACES[position % len(PLACES)]
            starts_on = self.starts_on + datetime.timedelta(self.random.randrange(GONE))
            self._rows.activities[ref] = Activity(
                main_area=area,
                initiative=own[position // len(areas) % len(own)],
                ref=ref,
                position=position,
                title=f"{ACTIVITIES[position % len(ACTIVITIES)]} i {place}",
                starts_on=starts_on,
                ends_on=starts_on + datetime.timedelta(30),
                planned_occurrences=1 + position % 12,
                place=Place(name=place),
                responsible=self.people[position % len(self.people)],
            )

    def _add_criterion(self, position: int) -> None:
        kind = CYCLE[position % len(CYCLE)]
        cycle = position - position % len(CYCLE)
        parent = None if kind.part_of is None else self.made[cycle + kind.part_of]
        activities = self._activities_of(position, kind, parent)
        model = parent.criterion if parent else activities[0]
        criterion = Criterion(
            main_area=model.main_area,
            initiative=model.initiative,
            ref=f"kriterium-{position + 1}",
            position=position,
            wording=kind.wording.format(where=activities[0].title),
            responsible=self.random.choice([None, None, *self.people]),
            measure=kind.measure,
            comparison=kind.comparison,
            aggregation=kind.aggregation,
            unit=kind.unit,
            source=kind.source,
            pacing=kind.pacing,
            due_on=parent.criterion.due_on if parent else self._due_on(),
            base=kind.base,
            base_value=Decimal(60) if kind.base == Base.FIXED else None,
        )
        ties = NewCriterion(
            criterion,
            parent=parent.criterion.ref if parent else None,
            activities=list(activities),
            base_criteria=[self.made[cycle + base].criterion for base in kind.bases],
        )
        self.registers.add_rules(kind, ties)
        self._rows.criteria[criterion.ref] = ties
        self.made.append(_Made(kind, ties))

    def _activities_of(self, position: int, kind: Kind, parent: _Made | None) -> list[Activity]:
        """The first ten feed from the one activity, the others from one or two of the rest."""
        first, *others = self._rows.activities.values()
        if position < TEN:
            return [first]
        if parent:
            return parent.ties.activities
        one = others[position % len(others)]
        same_area = [other for other in others if other.main_area is one.main_area]
        another = self.random.choice(same_area)
        return [one] if another is one else [one, another]

    def _due_on(self) -> datetime.date:
        """Mostly the programme's end; some are over, some are followed up after it."""
        days = self.random.choice([*[PERIOD.days] * 15, 270, 285, 299, 460])
        return self.starts_on + datetime.timedelta(days)

    def _share_out(self) -> list[int]:
        """How many measurements each criterion gets: all in all exactly what was asked for."""
        weights = [self._weight(made.kind) for made in self.made]
        total = sum(weights) or 1
        counts = [int(self.size.measurements * weight / total) for weight in weights]
        measured = [position for position, weight in enumerate(weights) if weight]
        for turn in range(self.size.measurements - sum(counts)):
            counts[measured[turn % len(measured)]] += 1
        return counts

    def _weight(self, kind: Kind) -> float:
        if kind.source != "manual" or kind.measure in (Measure.ALL, Measure.NARRATIVE):
            return 0
        if kind.measure == Measure.MILESTONE:
            return 0.03
        return 0 if self.random.random() < 0.08 else self.random.uniform(0.5, 1.5)

    def _add_entries(self, counts: Sequence[int]) -> dict[str, list[LogEntry]]:
        """By activity, in the order of their days: as many as its busiest criterion needs."""
        wanted: dict[str, int] = dict.fromkeys(self._rows.activities, 3)
        for made, count in zip(self.made, counts, strict=True):
            ref = made.ties.activities[0].ref
            wanted[ref] = max(wanted[ref], count)
        found = {}
        for ref, activity in self._rows.activities.items():
            days = sorted(self.random.randrange(GONE + 1) for _ in range(wanted[ref]))
            found[ref] = [self._entry(activity, days_on) for days_on in days]
        for entries in found.values():
            self._rows.log_entries += map(NewEntry, entries)
        return found

    def _entry(self, activity: Activity, days_on: int) -> LogEntry:
        on = self.starts_on + datetime.timedelta(days_on)
        entry = LogEntry(
            activity=activity,
            on=on,
            text=self.random.choice(ENTRY_TEXTS),
            attendance=self.random.randrange(5, 180) if self.random.random() < 0.6 else None,
            recorded_by=self.random.choice(self.people),
            recorded_at=recorded(on, days_on),
        )
        entry.approximate = entry.attendance is not None and entry.attendance > 150
        return entry

    def _measure(self, made: _Made, count: int, entries: dict[str, list[LogEntry]]) -> None:
        own = entries[made.ties.activities[0].ref]
        chosen = sorted(self.random.sample(range(len(own)), count))
        for turn, position in enumerate(chosen):
            entry = own[position]
            reading = Measurement(
                criterion=made.criterion,
                log_entry=entry,
                measured_on=entry.on,
                recorded_by=entry.recorded_by,
                recorded_at=recorded(entry.on, position),
                approximate=self.random.random() < 0.03,
                **self._figures(made, (turn + 1) / count),
            )
            if self.random.random() < 0.015:
                reading.retracted_at = reading.recorded_at + datetime.timedelta(hours=20)
                reading.retracted_by = reading.recorded_by
                reading.retraction_reason = self.random.choice(REASONS)
            made.readings.append(reading)
        if count > 1 and self.random.random() < 0.1:
            self._foretell(made.readings[-1])
        self._rows.measurements += made.readings

    def _foretell(self, reading: Measurement) -> None:
        reading.forecast_stated_on = min(reading.measured_on, self.day)
        reading.measured_on = self.starts_on + PERIOD
        reading.log_entry = None

    def _figures(self, made: _Made, way: float) -> dict:
        """One result; ``way`` is how far the criterion has come with its measurements, to 1."""
        draw, kind = self.random, made.kind
        if kind.measure == Measure.MILESTONE:
            return {"done": draw.random() < 0.6}
        if kind.measure == Measure.SHARE and kind.base:
            most = 55 * way if kind.base == Base.FIXED else 20
            return {"numerator": Decimal(draw.randint(int(most / 3), int(most) + 1))}
        if kind.measure == Measure.SHARE:
            of = draw.randint(10, 80)
            numerator = Decimal(int(of * draw.uniform(0.4, 0.95)))
            return {"numerator": numerator, "denominator": Decimal(of)}
        if kind.aggregation == Aggregation.LATEST:
            return {"value": Decimal(int(200 * way) + draw.randint(0, 9))}
        if kind.aggregation == Aggregation.AVERAGE:
            return {"value": Decimal(draw.randint(40, 100)) / 2}
        return {"value": Decimal(draw.randint(*kind.span))}

    def _set_target(self, made: _Made, entries: dict[str, list[LogEntry]]) -> None:
        """Around what has been reached, so that all statuses come up."""
        criterion = made.criterion
        if criterion.measure == Measure.SHARE:
            criterion.target = Decimal(self.random.choice([40, 55, 60, 65, 70, 75, 80]))
        if criterion.measure != Measure.COUNT:
            return
        if PARTICIPANTS in made.ties.options or REQUISITIONS in made.ties.options:
            reached = self.registers.reached(made.ties)
        else:
            reached = _reached(made, entries)
        days = (criterion.due_on - self.starts_on).days + 1
        if criterion.pacing != Pacing.AT_DUE and days > GONE:
            reached = reached * days / (GONE + 1)
        factor = self.random.choice(["0.7", "0.97", "1.03", "1.08", "1.2", "1.25", "1.6", "2.5"])
        criterion.target = Decimal(max(1, int(reached * Decimal(factor))))
        if criterion.pacing == Pacing.PLANNED:
            for part in (1, 2, 4):
                on = self.starts_on + datetime.timedelta(days * part // 4 - 1)
                value = criterion.target * part // 4
                made.ties.points.append(PlannedPoint(criterion=criterion, on=on, value=value))

    def _judge(self, made: _Made) -> None:
        often = 0.5 if made.kind.measure == Measure.NARRATIVE else 0.08
        if self.random.random() < often:
            on = self.day - datetime.timedelta(self.random.randrange(60))
            made.ties.assessments.append(
                Assessment(
                    criterion=made.criterion,
                    status=self.random.choice([Status.MET, Status.PARTLY, Status.ON_TRACK]),
                    reason=self.random.choice(REASONS),
                    on=on,
                    by=self.people[-1],
                    recorded_at=recorded(on, 0),
                )
            )


def _reached(made: _Made, entries: dict[str, list[LogEntry]]) -> Decimal:
    """About what the criterion has come to; for its target only, so retractions play no part."""
    if made.kind.source == "attendance":
        refs = [activity.ref for activity in made.ties.activities]
        return Decimal(sum(entry.attendance or 0 for ref in refs for entry in entries[ref]))
    values = [reading.value for reading in made.readings if reading.value is not None]
    if not values:
        return Decimal(100)
    by_aggregation = defaultdict(lambda: sum(values, Decimal(0)))
    by_aggregation[Aggregation.LATEST] = values[-1]
    by_aggregation[Aggregation.HIGHEST] = max(values)
    by_aggregation[Aggregation.AVERAGE] = sum(values, Decimal(0)) / len(values)
    return by_aggregation[Aggregation(made.kind.aggregation)]


def _people() -> list[User]:
    """Six colleagues who cannot sign in; those of an earlier programme are taken again."""
    found = []
    for username, full_name in PEOPLE:
        user = User.objects.filter(username=username).first()
        if user is None:
            role = Role.MANAGER if username == PEOPLE[-1][0] else Role.CONSULTANT
            user = User.objects.create_user(username, role=role, full_name=full_name)
        found.append(user)
    return found
