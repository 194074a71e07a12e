"""The criteria of a generated programme, and what was measured of them in a year of entries."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import Any

from activities.models import Activity, LogEntry
from demo.services.generation.made import Made
from demo.services.generation.registers import reached_in_registers
from demo.services.generation.words import CYCLE, ENTRY_TEXTS, REASONS, TEN, Kind
from exchange.services.drafts import recorded
from exchange.services.sections.criteria import NewCriterion
from exchange.services.sections.log_entries import NewEntry
from indicators.models import Assessment, Criterion, Measurement, PlannedPoint, RosterRule
from indicators.models.choices import (
    MANUAL,
    PARTICIPANTS,
    Aggregation,
    Base,
    Measure,
    Pacing,
    Status,
)
from requisitions.models import RegisterRule
from requisitions.sources import REQUISITIONS

FIELDS = ("measure", "comparison", "aggregation", "unit", "source", "pacing", "base")


def add_criteria(made: Made, number: int) -> None:
    for position in range(number):
        place = position % len(CYCLE)
        before = made.rows["criteria"][position - place :]
        made.rows["criteria"].append(_criterion(made, position, CYCLE[place], before))


def _criterion(
    made: Made, position: int, kind: Kind, before: Sequence[NewCriterion]
) -> NewCriterion:
    """Beside those of the same round of the cycle that were made before it."""
    parent = None if kind.part_of is None else before[kind.part_of]
    activities = parent.activities if parent else _activities(made, position)
    criterion = Criterion(
        main_area=activities[0].main_area,
        initiative=activities[0].initiative,
        ref=f"kriterium-{position + 1}",
        position=position,
        wording=kind.wording.format(where=activities[0].title),
        responsible=made.draw.choice([None, None, *made.people]),
        due_on=parent.criterion.due_on if parent else _due_on(made),
        base_value=Decimal(60) if kind.base == Base.FIXED else None,
        **{name: getattr(kind, name) for name in FIELDS},
    )
    new = NewCriterion(
        criterion,
        parent=parent.criterion.ref if parent else None,
        activities=list(activities),
        base_criteria=[before[base].criterion for base in kind.bases],
    )
    if kind.roster:
        new.options[PARTICIPANTS] = RosterRule(
            criterion=criterion, kind=kind.roster, follow_up_months=kind.months
        )
    if kind.states or kind.question:
        new.options[REQUISITIONS] = RegisterRule(
            criterion=criterion, states=list(kind.states), question=kind.question
        )
    return new


def _activities(made: Made, position: int) -> list[Activity]:
    """The first ten feed from the one activity, the others from one or two of the rest."""
    first, *others = made.rows["activities"]
    if position < TEN:
        return [first]
    one = others[position % len(others)]
    another = made.draw.choice([other for other in others if other.main_area is one.main_area])
    return [one] if another is one else [one, another]


def _due_on(made: Made) -> datetime.date:
    """Mostly the programme's end; some are over, some are followed up after it."""
    late = made.draw.choice([*[0] * 15, -94, -79, -65, 96])
    return made.program.ends_on + datetime.timedelta(late)


# Results ----------------------------------------------------------------------------------------
def add_results(made: Made, number: int) -> None:
    """Entries with exactly so many measurements; for each criterion a target and a judgement."""
    criteria = made.rows["criteria"]
    kinds = [kind for kind, _new in zip(cycle(CYCLE), criteria, strict=False)]
    weights = [_weight(made, kind) for kind in kinds]
    counts = Counter(made.draw.choices(range(len(criteria)), weights, k=number))
    entries = _add_entries(made, counts)
    for place, (new, kind) in enumerate(zip(criteria, kinds, strict=True)):
        readings = _measure(made, new, kind, entries[new.activities[0].ref], counts[place])
        made.rows["measurements"] += readings
        if kind.measure == Measure.SHARE:
            new.criterion.target = Decimal(made.draw.choice([40, 55, 60, 65, 70, 75, 80]))
        elif kind.measure == Measure.COUNT:
            _set_target(made, new, _reached(made, new, readings, entries))
        if made.happens(0.5 if kind.measure == Measure.NARRATIVE else 0.08):
            new.assessments.append(_judgement(made, new.criterion))


def _weight(made: Made, kind: Kind) -> float:
    """How often it is measured beside others; of those counted by hand, some nearly never."""
    if kind.source != MANUAL or kind.measure in (Measure.ALL, Measure.NARRATIVE):
        return 0
    if kind.measure == Measure.MILESTONE:
        return 0.03
    return 0.0001 if made.happens(0.08) else made.draw.uniform(0.5, 1.5)


def _add_entries(made: Made, counts: Mapping[int, int]) -> dict[str, list[LogEntry]]:
    """By activity, in the order of their days: as many as its busiest criterion needs."""
    wanted = {activity.ref: 3 for activity in made.rows["activities"]}
    for place, new in enumerate(made.rows["criteria"]):
        ref = new.activities[0].ref
        wanted[ref] = max(wanted[ref], counts[place])
    found = {}
    for activity in made.rows["activities"]:
        days = sorted(made.any_day() for _ in range(wanted[activity.ref]))
        found[activity.ref] = [_entry(made, activity, on) for on in days]
        made.rows["log_entries"] += map(NewEntry, found[activity.ref])
    return found


def _entry(made: Made, activity: Activity, on: datetime.date) -> LogEntry:
    attendance = made.draw.randrange(5, 180) if made.happens(0.6) else None
    return LogEntry(
        activity=activity,
        on=on,
        text=made.draw.choice(ENTRY_TEXTS),
        attendance=attendance,
        approximate=attendance is not None and attendance > 150,
        **made.by(on),
    )


def _measure(
    made: Made, new: NewCriterion, kind: Kind, entries: Sequence[LogEntry], number: int
) -> list[Measurement]:
    chosen = sorted(made.draw.sample(range(len(entries)), number))
    readings = [
        Measurement(
            criterion=new.criterion,
            log_entry=entry,
            measured_on=entry.on,
            approximate=made.happens(0.03),
            **made.by(entry.on, entry.recorded_by),
            **_figures(made.draw, kind, turn / number),
        )
        for turn, entry in enumerate((entries[place] for place in chosen), 1)
    ]
    made.retract_some(readings, 0.015)
    if number > 1 and made.happens(0.1):
        forecast = readings[-1]
        forecast.forecast_stated_on, forecast.measured_on = (
            forecast.measured_on,
            made.program.ends_on,
        )
        forecast.log_entry = None
    return readings


def _figures(draw: Random, kind: Kind, way: float) -> dict[str, Any]:
    """One result; ``way`` is how far the criterion has come with its measurements, to 1."""
    if kind.measure == Measure.MILESTONE:
        return {"done": draw.random() < 0.6}
    if kind.measure == Measure.SHARE and kind.base:
        most = 55 * way if kind.base == Base.FIXED else 20
        return {"numerator": Decimal(draw.randint(int(most / 3), int(most) + 1))}
    if kind.measure == Measure.SHARE:
        of = draw.randint(10, 80)
        return {"numerator": Decimal(draw.randint(4 * of // 10, of)), "denominator": Decimal(of)}
    if kind.aggregation == Aggregation.LATEST:
        return {"value": Decimal(int(200 * way) + draw.randint(0, 9))}
    if kind.aggregation == Aggregation.AVERAGE:
        return {"value": Decimal(draw.randint(40, 100)) / 2}
    return {"value": Decimal(draw.randint(*kind.span))}


def _reached(
    made: Made,
    new: NewCriterion,
    readings: Sequence[Measurement],
    entries: Mapping[str, Sequence[LogEntry]],
) -> Decimal:
    """About what the criterion has come to; for its target only, so retractions play no part."""
    if new.options:
        return Decimal(reached_in_registers(made, new))
    if new.criterion.source == "attendance":
        of_them = (entry for activity in new.activities for entry in entries[activity.ref])
        return Decimal(sum(entry.attendance or 0 for entry in of_them))
    values = [reading.value for reading in readings if reading.value is not None]
    if not values:
        return Decimal(100)
    return {
        Aggregation.LATEST: values[-1],
        Aggregation.HIGHEST: max(values),
        Aggregation.AVERAGE: sum(values, Decimal(0)) / len(values),
    }.get(Aggregation(new.criterion.aggregation), sum(values, Decimal(0)))


def _set_target(made: Made, new: NewCriterion, reached: Decimal) -> None:
    """Around what has been reached, so that all statuses come up."""
    criterion, starts_on = new.criterion, made.program.starts_on
    days, gone = ((last - starts_on).days + 1 for last in (criterion.due_on, made.day))
    if criterion.pacing != Pacing.AT_DUE and days > gone:
        reached = reached * days / gone
    factor = made.draw.choice(["0.7", "0.97", "1.03", "1.08", "1.2", "1.25", "1.6", "2.5"])
    target = criterion.target = Decimal(max(1, int(reached * Decimal(factor))))
    if criterion.pacing == Pacing.PLANNED:
        for part in (1, 2, 4):
            on = starts_on + datetime.timedelta(days * part // 4 - 1)
            point = PlannedPoint(criterion=criterion, on=on, value=target * part // 4)
            new.points.append(point)


def _judgement(made: Made, criterion: Criterion) -> Assessment:
    on = made.day - datetime.timedelta(made.draw.randrange(60))
    return Assessment(
        criterion=criterion,
        status=made.draw.choice([Status.MET, Status.PARTLY, Status.ON_TRACK]),
        reason=made.draw.choice(REASONS),
        on=on,
        by=made.people[-1],
        recorded_at=recorded(on, 0),
    )
