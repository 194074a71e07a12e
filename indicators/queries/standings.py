"""The status of criteria as of a date, from the database through the pure rules."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from core.statements import day_of, from_ten_thousandths, placeholders, rows_of
from indicators.models import DECIMAL_PLACES, Assessment, Criterion
from indicators.models.choices import HOURS, Base, Pacing, Status
from indicators.rules import sources
from indicators.rules.criteria import rule_of
from indicators.rules.explanations import explain, target_text, value_with_pair
from indicators.rules.progress import (
    Facts,
    Linked,
    Progress,
    Reading,
    Rule,
    Thresholds,
    evaluate,
    facts_of,
    progress_by_day,
)
from indicators.rules.revisions import as_demanded
from indicators.rules.sources import Forecast, Report
from programs.models import Program

if TYPE_CHECKING:
    from accounts.models import User


# Written by hand, as those of the sources are: each is small, and every page that shows a status
# asks them, so that building them out of query expressions took longer than their answers.
_POINTS = f"""
SELECT criterion_id, "on", CAST(ROUND(value * {10**DECIMAL_PLACES}) AS bigint)
FROM indicators_plannedpoint WHERE criterion_id IN ({{criteria}})
"""  # noqa: S608 - put together of a constant
_BASES = """
SELECT from_criterion_id, to_criterion_id
FROM indicators_criterion_base_criteria WHERE from_criterion_id IN ({criteria})
"""
_WEEKLY = """
SELECT criterion_id FROM indicators_hoursrule WHERE per_week AND criterion_id IN ({criteria})
"""
_RELATED = """
WITH RECURSIVE related(id) AS (
    SELECT id FROM indicators_criterion WHERE id IN ({given})
    UNION
    SELECT tie.part FROM related JOIN (
        SELECT parent_id AS whole, id AS part FROM indicators_criterion WHERE parent_id IS NOT NULL
        UNION ALL
        SELECT share.id, bases.to_criterion_id
        FROM indicators_criterion_base_criteria bases
        JOIN indicators_criterion share ON share.id = bases.from_criterion_id
        WHERE share.base = 'linked'
    ) tie ON tie.whole = related.id
)
SELECT id FROM related
"""
_JUDGED = """
SELECT * FROM indicators_assessment WHERE criterion_id IN ({criteria}) AND "on" <= %s
ORDER BY "on", recorded_at, id
"""


@dataclass(frozen=True)
class Standing:
    """A criterion as of a date, with its progress, status and judgement."""

    criterion: Criterion
    rule: Rule
    progress: Progress
    as_of: datetime.date
    report: Report
    assessment: Assessment | None = None
    # As of the earlier days that were asked for, in their order; without the judgements of then.
    earlier: Sequence[Progress] = ()
    # How it stands with what is recorded, where other readings are supposed.
    recorded: Progress | None = None

    @property
    def status(self) -> Status:
        return self.progress.status

    @property
    def is_met(self) -> bool:
        return self.status == Status.MET

    @property
    def forecast(self) -> Forecast | None:
        return self.report.forecast

    @cached_property
    def explanation(self) -> str:
        """The one sentence that says why the status is what it is."""
        return explain(self.rule, self.progress, self.as_of, self.assessment)


def thresholds_of(program: Program) -> Thresholds:
    return Thresholds(program.on_track_from, program.at_risk_from)


def last_due(program: Program) -> datetime.date | None:
    """The last day on which a criterion is due: it decides what ``default_as_of`` says."""
    return Criterion.objects.of_program(program).aggregate(last=Max("due_on"))["last"]


def standings(
    program: Program,
    as_of: datetime.date,
    earlier: Sequence[datetime.date] = (),
    *,
    as_revised: bool = False,
) -> list[Standing]:
    """Every criterion of a programme, in document order, in a constant number of queries.

    They are held against what was demanded on the day, or ``as_revised`` since. The ``earlier``
    days fall; they cost two queries more, however many they are.
    """
    criteria = Criterion.objects.of_program(program).in_order().with_answerable()
    found = list(criteria.select_related("initiative"))
    found = found if as_revised else as_demanded(found, as_of)
    return _stand(program, found, as_of, earlier=earlier)


@dataclass(frozen=True, slots=True)
class ValueSoFar:
    """What a criterion demands and has come to, as it is read.

    It has no status: the sub-criteria, planned points and judgements were not asked for.
    """

    criterion: Criterion
    demand: str
    value: str
    denominator: Decimal | None


def values_so_far(
    program: Program, criteria: Sequence[Criterion], as_of: datetime.date
) -> list[ValueSoFar]:
    """The value of each criterion: one query a source, one more for hours, two for a linked base.

    The form that logs a result asks for this only, and is opened more often than any other page.
    """
    bases = _bases_of(criteria)
    others = {pk for keys in bases.values() for pk in keys} - {row.pk for row in criteria}
    known = [*criteria, *(Criterion.objects.filter(pk__in=others) if others else ())]
    weekly = _weekly_of(known)
    rules = {
        criterion.pk: rule_of(
            criterion,
            program.starts_on,
            base_keys=bases[criterion.pk],
            per_week=criterion.pk in weekly,
        )
        for criterion in known
    }
    facts = {pk: report.facts for pk, report in sources.reports(known, as_of).items()}
    progress = evaluate(rules, facts, {}, as_of, thresholds_of(program))
    return [
        ValueSoFar(
            criterion=row,
            demand=target_text(rules[row.pk]),
            value=value_with_pair(rules[row.pk], progress[row.pk]),
            denominator=progress[row.pk].denominator,
        )
        for row in criteria
    ]


def standings_of(
    program: Program,
    criteria: Iterable[Criterion],
    as_of: datetime.date,
    supposing: Mapping[int, Sequence[Reading]] | None = None,
) -> dict[int, Standing]:
    """The given criteria with all they hang on, by primary key.

    ``supposing`` holds, by criterion, all readings to judge by instead of those recorded: so the
    same rules say how it will stand, or how it stood.
    """
    found = _stand(program, as_demanded(_with_relatives(criteria), as_of), as_of, supposing)
    return {standing.criterion.pk: standing for standing in found}


def _with_relatives(criteria: Iterable[Criterion]) -> list[Criterion]:
    """The criteria with their sub-criteria and linked denominators, however deep: two queries."""
    found = {criterion.pk: criterion for criterion in criteria}
    if not found:
        return []
    related = {pk for (pk,) in rows_of(_RELATED.format(given=placeholders(list(found))), [*found])}
    missing = related - found.keys()
    others = Criterion.objects.filter(pk__in=missing).order_by() if missing else ()
    return [*found.values(), *others]


def _stand(
    program: Program,
    criteria: Sequence[Criterion],
    as_of: datetime.date,
    supposing: Mapping[int, Sequence[Reading]] | None = None,
    earlier: Sequence[datetime.date] = (),
) -> list[Standing]:
    rules = rules_of(program, criteria)
    reports = sources.reports(criteria, as_of, earlier)
    recorded = {pk: report.facts for pk, report in reports.items()}
    # What is supposed of others than these changes nothing here.
    for pk, readings in ((pk, one) for pk, one in (supposing or {}).items() if pk in rules):
        supposed = facts_of(rules[pk], readings, as_of)
        reports[pk] = replace(reports.get(pk, Report()), facts=supposed)
    assessments = newest_assessments(criteria, as_of)
    facts = {pk: report.facts for pk, report in reports.items()}
    judgements = _judgements(assessments)
    progress = evaluate(rules, facts, judgements, as_of, thresholds_of(program))
    actual = supposing and evaluate(rules, recorded, judgements, as_of, thresholds_of(program))
    then = [
        evaluate(rules, _facts_then(reports, place), {}, day, thresholds_of(program))
        for place, day in enumerate(earlier)
    ]
    return [
        Standing(
            criterion=criterion,
            rule=rules[criterion.pk],
            progress=progress[criterion.pk],
            as_of=as_of,
            report=reports.get(criterion.pk, Report()),
            assessment=assessments.get(criterion.pk),
            earlier=[progress_then[criterion.pk] for progress_then in then],
            recorded=actual[criterion.pk] if actual else None,
        )
        for criterion in criteria
    ]


def _facts_then(reports: Mapping[int, Report], place: int) -> dict[int, Facts]:
    """What had been reported by the earlier day in this place."""
    return {pk: report.earlier[place] for pk, report in reports.items() if report.earlier}


def _judgements(assessments: Mapping[int, Assessment]) -> dict[int, Status]:
    return {pk: Status(assessment.status) for pk, assessment in assessments.items()}


def rules_of(program: Program, criteria: Sequence[Criterion]) -> dict[int, Rule]:
    """The pure rules by primary key: at most three queries, for planned points, bases and hours."""
    points = _points_of(criteria)
    bases, weekly = _bases_of(criteria), _weekly_of(criteria)
    return {
        criterion.pk: rule_of(
            criterion,
            program.starts_on,
            base_keys=bases[criterion.pk],
            planned=sorted(points[criterion.pk]),
            per_week=criterion.pk in weekly,
        )
        for criterion in criteria
    }


def _points_of(criteria: Iterable[Criterion]) -> dict[int, list[tuple[datetime.date, Decimal]]]:
    """The planned points of those that have any: one query, none where no pacing is planned."""
    points: dict[int, list[tuple[datetime.date, Decimal]]] = defaultdict(list)
    planned = [criterion.pk for criterion in criteria if criterion.pacing == Pacing.PLANNED]
    if planned:
        sql = _POINTS.format(criteria=placeholders(planned))
        for pk, on, scaled in rows_of(sql, planned):
            points[pk].append((day_of(on), from_ten_thousandths(scaled)))
    return points | _then(criteria, "planned_points")


def _weekly_of(criteria: Iterable[Criterion]) -> set[int]:
    """Those that ask for hours a week: one query, none where no criterion asks for hours."""
    asked = [criterion.pk for criterion in criteria if criterion.source == HOURS]
    if not asked:
        return set()
    return {pk for (pk,) in rows_of(_WEEKLY.format(criteria=placeholders(asked)), asked)}


def _bases_of(criteria: Iterable[Criterion]) -> dict[int, list[int]]:
    """The criteria that are each linked share's denominator: one query, none without such."""
    bases: dict[int, list[int]] = defaultdict(list)
    linked = [criterion.pk for criterion in criteria if criterion.base == Base.LINKED]
    if linked:
        for share, base in rows_of(_BASES.format(criteria=placeholders(linked)), linked):
            bases[share].append(base)
    return bases | _then(criteria, "base_criteria")


def _then(criteria: Iterable[Criterion], name: str) -> defaultdict[int, list]:
    """What those said in a field that are read as they were on an earlier day."""
    demanded = ((criterion.pk, criterion.demanded_then) for criterion in criteria)
    return defaultdict(list, {pk: list(then[name]) for pk, then in demanded if name in then})


def newest_assessments(
    criteria: Sequence[Criterion], as_of: datetime.date
) -> dict[int, Assessment]:
    """The newest judgement of each criterion dated no later than the date: one query."""
    if not criteria:
        return {}
    keys = [criterion.pk for criterion in criteria]
    rows: Any = Assessment.objects.raw(_JUDGED.format(criteria=placeholders(keys)), [*keys, as_of])
    # A criterion has a handful at most: all of them are read, and the newest is the last.
    return {row.criterion_id: row for row in rows}


def series(
    standing: Standing, program: Program, readings: Sequence[Reading], user: User
) -> list[tuple[datetime.date, Progress]]:
    """The criterion's progress at its start, at each change on the way, and as of the date.

    Of these days, those whose value the user may read. A linked denominator is on each day what it
    was then: three queries more.
    """
    key, as_of = standing.rule.key, standing.as_of
    answering = {sources.of(standing.criterion)}
    rules = {key: replace(standing.rule, parent=None)}
    behind = {key: readings}
    if isinstance(standing.rule.base, Linked):
        bases = list(Criterion.objects.filter(pk__in=standing.rule.base.keys))
        rules |= {pk: replace(rule, parent=None) for pk, rule in rules_of(program, bases).items()}
        behind |= sources.readings(bases, as_of)
        answering |= {sources.of(base) for base in bases}
    days = {r.measured_on for found in behind.values() for r in found if r.counts(as_of)}
    days |= {on for on, _value in standing.rule.planned if on <= as_of}
    days |= {min(standing.rule.starts_on, as_of), as_of}
    shown: Sequence[datetime.date] = sorted(days)
    for source in answering:
        shown = source.days_shown(shown, user)
    return progress_by_day(rules, behind, shown, key, thresholds_of(program))
