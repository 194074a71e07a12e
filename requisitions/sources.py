"""The source «requisitions»: cases counted in the register, or what their requesters answered."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.held import held
from core.statements import day_of, from_hundredths, placeholders, rows_by_day, rows_of
from core.versions import version_of_all
from indicators.models import Criterion
from indicators.models.choices import Aggregation, Measure
from indicators.rules import sources
from indicators.rules.progress import Facts
from indicators.rules.sources import Days, Evidence, MeasureLink, Report
from indicators.rules.wording.clues import Clue
from requisitions.forms.register_rule import RegisterRuleForm
from requisitions.models import RegisterRule
from requisitions.models.choices import Question, Reply
from requisitions.queries.evidence import (
    RegisterQuestion,
    cases_behind,
    evidence_of,
    rows_of_programs,
)
from requisitions.rules.counting import RegisterTerms, facts_of_answers

if TYPE_CHECKING:
    from django.db.models import Model

    from activities.models import Activity

REQUISITIONS = "requisitions"
GROUP_BYTES = 600  # about what a kind of cases takes in memory

# Written by hand, as the other sources' statements are: both databases read them. What criteria
# look for, once for each main area of their programme.
_RULES = """
SELECT rule.criterion_id, rule.states, rule.scope, rule.question, p.id, p.follow_up_weeks,
       CAST(ROUND(p.min_response * 100) AS bigint), area.id
FROM requisitions_registerrule rule
JOIN indicators_criterion c ON c.id = rule.criterion_id
JOIN programs_mainarea own ON own.id = c.main_area_id
JOIN programs_program p ON p.id = own.program_id
JOIN programs_mainarea area ON area.program_id = p.id
WHERE rule.criterion_id IN ({wanted})
"""
# How many cases of a programme are alike in all that a criterion may ask for. A follow-up is due
# where the case was completed no later than so many weeks before the day: {due} holds that day by
# programme. A case has the state that no other came after. The names are looked up of the kinds of
# cases, which are fewer than the cases.
_GROUPS = """
SELECT program_id, scope, state, relevant, is_due, new_methods, better_cooperation,
       {stated_by}, {answered_by},
       number, last_stated, last_recorded, last_answered
FROM (
    SELECT program_id, scope, state, relevant, is_due, new_methods, better_cooperation,
           stated_by_id, answered_by_id, COUNT(*) AS number, MAX(since) AS last_stated,
           MAX(recorded_at) AS last_recorded, MAX(answered_on) AS last_answered
    FROM (
        SELECT area.program_id, q.scope, s.state, s."on" AS since, s.recorded_at,
               CASE WHEN q.relevant THEN 1 ELSE 0 END AS relevant,
               CASE WHEN s.state = 'completed' AND s."on" <= CASE area.program_id {due} END
                   THEN 1 ELSE 0 END AS is_due,
               COALESCE(f.new_methods, '') AS new_methods,
               COALESCE(f.better_cooperation, '') AS better_cooperation, f.answered_on,
               s.recorded_by_id AS stated_by_id, f.answered_by_id
        FROM requisitions_requisition q
        JOIN activities_activity a ON a.id = q.activity_id
        JOIN programs_mainarea area ON area.id = a.main_area_id
        LEFT JOIN requisitions_statechange s
          ON s.requisition_id = q.id AND s.retracted_at IS NULL AND s."on" <= %s
         AND NOT EXISTS (
             SELECT 1 FROM requisitions_statechange later
             WHERE later.requisition_id = s.requisition_id
               AND later.retracted_at IS NULL AND later."on" <= %s
               AND (later."on", later.recorded_at, later.id) > (s."on", s.recorded_at, s.id)
         )
        LEFT JOIN requisitions_followup f ON f.requisition_id = q.id AND f.answered_on <= %s
        WHERE a.main_area_id IN ({areas}) AND q.retracted_at IS NULL
    ) cases
    GROUP BY program_id, scope, state, relevant, is_due, new_methods, better_cooperation,
             stated_by_id, answered_by_id
) kinds
LEFT JOIN accounts_user stating ON stating.id = kinds.stated_by_id
LEFT JOIN accounts_user answering ON answering.id = kinds.answered_by_id
"""


class _Group(NamedTuple):
    """A row of ``_GROUPS``: cases that are alike. Days and times are texts on SQLite."""

    program: int
    scope: str
    state: str | None
    relevant: int
    is_due: int
    new_methods: str
    better_cooperation: str
    stated_by: str
    answered_by: str
    number: int
    last_stated: Any
    last_recorded: Any
    last_answered: Any

    def reply(self, question: str) -> str:
        return self.new_methods if question == Question.NEW_METHODS else self.better_cooperation


Groups = dict[datetime.date, list[_Group]]


class RequisitionsSource(sources.RegisterSource):
    code = REQUISITIONS
    label = _("Requisitions in the register")
    hint = _("Counted from the register of requisitions.")
    logged = False
    options_form = RegisterRuleForm
    clues = (
        Clue(REQUISITIONS, Measure.SHARE, r"rekvirent(?:er|erne)$", strength=3),
        Clue(REQUISITIONS, Measure.COUNT, r"(?:rekvisition|rekvirering|rådgivning)er(?:ne)?$"),
    )

    def faults(
        self, criterion: Criterion, activities: Sequence[Activity]
    ) -> Iterable[tuple[str, str]]:
        usual = {Measure.COUNT: Aggregation.SUM, Measure.SHARE: Aggregation.LATEST}
        if criterion.aggregation != usual.get(Measure(criterion.measure)):
            yield (
                "aggregation",
                gettext(
                    "Requisitions are counted and summed, or the latest share of requesters says "
                    "yes: choose «count» with the sum, or «share» with the latest."
                ),
            )
        if criterion.base:
            yield (
                "base",
                gettext(
                    "The denominator is those who answered: leave it empty, or choose another "
                    "source."
                ),
            )

    def option_faults(
        self, criterion: Criterion, options: Model | None
    ) -> Iterable[tuple[str, str]]:
        rule = options if isinstance(options, RegisterRule) else RegisterRule()
        if criterion.measure == Measure.COUNT:
            if not rule.states:
                yield "states", gettext("Choose the states in which a requisition counts.")
            if rule.question:
                yield (
                    "question",
                    gettext("Only a share asks a question: leave it empty, or choose «share»."),
                )
        elif criterion.measure == Measure.SHARE:
            if not rule.question:
                yield "question", gettext("Choose the question of the follow-up that it is about.")
            if rule.states:
                yield (
                    "states",
                    gettext("Only a count looks at states: leave them out, or choose «count»."),
                )

    def measure_link(self, criterion: Criterion, activities: Sequence[Activity]) -> MeasureLink:
        return MeasureLink(reverse("requisitions:register"), gettext("Open the register"))

    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """What they look for, and how many cases of which kind there are: three queries for all.

        One more for earlier days, whatever their number.
        """
        rules = _rules(criteria)
        if not rules:
            return {}
        groups = _groups(rules.values(), as_of, earlier)
        reports = {}
        for criterion in criteria:
            if criterion.pk in rules:
                rule = rules[criterion.pk]
                now, *then = (_report(criterion, rule, groups[day]) for day in (as_of, *earlier))
                reports[criterion.pk] = replace(now, earlier=[report.facts for report in then])
        return reports

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        """Each change with its case, newest first: three queries for all."""
        rules = _rules(criteria)
        rows = rows_of_programs({rule.program for rule in rules.values()})
        return {
            criterion.pk: evidence_of(criterion, rules[criterion.pk], rows, as_of)
            for criterion in criteria
            if criterion.pk in rules
        }

    def cases(
        self, criterion: Criterion, as_of: datetime.date, most: int | None = None
    ) -> sources.Cases:
        """The cases behind the figure as of the day; of a share all that were to be asked."""
        rule = _rules([criterion]).get(criterion.pk)
        if rule is None:
            return sources.Cases()
        return cases_behind(criterion, rule, rows_of_programs({rule.program}), as_of, most)


def _rules(criteria: Iterable[Criterion]) -> dict[int, RegisterQuestion]:
    """What each criterion looks for in its programme; one without its options is left out.

    A row for each main area of the programme: they come along in the same query.
    """
    wanted = [criterion.pk for criterion in criteria]
    found: dict[int, RegisterQuestion] = {}
    for criterion, states, scope, question, program, weeks, least, area in rows_of(
        _RULES.format(wanted=placeholders(wanted)), wanted
    ):
        chosen = frozenset(json.loads(states))
        terms = RegisterTerms(chosen, scope, question, weeks, from_hundredths(least))
        found.setdefault(criterion, RegisterQuestion(program, terms, set())).areas.add(area)
    return found


def _groups(rules: Collection[RegisterQuestion], as_of: datetime.date, earlier: Days) -> Groups:
    """The cases of the rules' programmes as of each day, alike ones together.

    They are held until something else changes than what is logged.
    """
    weeks = {rule.program: rule.wanted.weeks for rule in rules}
    # By area, as PostgreSQL knows how many cases one has in the mean; of a programme it guesses.
    areas = sorted(set().union(*(rule.areas for rule in rules)))
    key = "cases", tuple(weeks.items()), tuple(areas), version_of_all(logged=False)
    found: Groups = {}
    # Apart, as other pages ask for the first alone.
    for days in filter(None, ((as_of,), tuple(earlier))):
        groups = held.get((*key, days), partial(_groups_of, weeks, areas, days), weigh=_weight)
        found |= groups
    return found


def _weight(groups: Groups) -> int:
    return GROUP_BYTES * (1 + sum(map(len, groups.values())))


def _groups_of(weeks: Mapping[int, int], areas: Sequence[int], days: Days) -> Groups:
    def values(day: datetime.date) -> list[object]:
        due: list[object] = []
        for program, number in weeks.items():
            due += [program, day - datetime.timedelta(weeks=number)]
        return [*due, day, day, day, *areas]

    sql = _GROUPS.format(
        stated_by=User.name_in_sql("stating"),
        answered_by=User.name_in_sql("answering"),
        due="WHEN %s THEN %s " * len(weeks),
        areas=placeholders(areas),
    )
    found = rows_by_day(sql, values, days)
    return {day: [_Group(*row) for row in rows] for day, rows in found.items()}


def _report(criterion: Criterion, rule: RegisterQuestion, groups: Iterable[_Group]) -> Report:
    wanted = rule.wanted
    own = [
        group
        for group in groups
        if group.program == rule.program and wanted.scope in ("", group.scope)
    ]
    if criterion.measure == Measure.COUNT:
        found = [group for group in own if group.state in wanted.states]
        # Of kinds whose last states are of one day, the one with the latest entry: near enough to
        # tell who keeps it up. The name lets both databases answer alike.
        newest = max(
            found, key=lambda g: (g.last_stated, g.last_recorded, g.stated_by), default=None
        )
        return Report(
            facts=Facts(value=Decimal(_number(found)), reported=True),
            measured_on=day_of(newest.last_stated) if newest else None,
            measured_by=newest.stated_by if newest else "",
        )
    relevant = [group for group in own if group.relevant]
    answered = [group for group in relevant if group.last_answered]
    newest = max(answered, key=lambda g: (g.last_answered, g.answered_by), default=None)
    return Report(
        facts=facts_of_answers(
            yes=_number(g for g in answered if g.reply(wanted.question) == Reply.YES),
            answered=_number(answered),
            asked=_number(g for g in relevant if g.is_due or g.last_answered),
            least=wanted.least,
        ),
        measured_on=day_of(newest.last_answered) if newest else None,
        measured_by=newest.answered_by if newest else "",
    )


def _number(groups: Iterable[_Group]) -> int:
    return sum(group.number for group in groups)
