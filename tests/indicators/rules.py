"""Criteria, measurements and outcomes in one line each, so that the tests read as tables.

A criterion  ``count >= 334 sum even``, ``share >= 40 latest of 60``,
             ``share >= 40 latest of linked 45+30``, ``milestone with met missed``,
             ``all with met behind``, ``narrative judged met``; further words: ``derived``,
             ``planned 100@2011-06-30 334@2011-12-31``, ``due 2011-08-31``, ``from 2011-05-01``.
             In ``linked`` a ``-`` is a count never measured, ``derived`` one that is derived
             and has nothing yet.
Measurements ``12 20/30 done not-done``, in the order of their recording, a day apart from 1 March
             2011 unless dated: ``12@2011-06-15``, and with ``:rough``, ``:retracted`` or
             ``:forecast``. ``3/4:asked8``: these 4 are all who answered of 8 who were to be asked,
             half of whom will do. ``-`` is none.

The words after ``with`` are sub-criteria by their status: narratives that are judged so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing, Status
from indicators.rules.progress import (
    Facts,
    Fixed,
    Linked,
    Progress,
    Reading,
    Response,
    Rule,
    Thresholds,
    evaluate,
    facts_of,
)

START = datetime.date(2011, 2, 1)
DUE = datetime.date(2011, 12, 31)
# 150 of the 334 days are used on 30 June.
WHEN = {"before": datetime.date(2011, 6, 30), "on": DUE, "after": datetime.date(2012, 1, 1)}
FIRST_MEASURED = datetime.date(2011, 3, 1)
DEFAULT_AGGREGATION = {Measure.COUNT: Aggregation.SUM, Measure.SHARE: Aggregation.LATEST}


@dataclass(frozen=True)
class Case:
    """A criterion with those that it hangs on, and what was reported for each."""

    rule: Rule
    rules: dict[str, Rule]
    readings: dict[str, list[Reading]]
    judgements: dict[str, Status] = field(default_factory=dict)

    def facts(self, as_of: datetime.date) -> dict[str, Facts]:
        return {
            key: facts_of(rule, self.readings.get(key, []), as_of)
            for key, rule in self.rules.items()
        }

    def evaluate(
        self, as_of: datetime.date, thresholds: Thresholds = Thresholds()
    ) -> dict[str, Progress]:
        return evaluate(self.rules, self.facts(as_of), self.judgements, as_of, thresholds)

    def progress(self, as_of: datetime.date, thresholds: Thresholds = Thresholds()) -> Progress:
        return self.evaluate(as_of, thresholds)[self.rule.key]

    def status(self, as_of: datetime.date, thresholds: Thresholds = Thresholds()) -> Status:
        return self.progress(as_of, thresholds).status

    def measured(self, readings: list[Reading]) -> Case:
        """The same criterion with other measurements."""
        return replace(self, readings={**self.readings, self.rule.key: list(readings)})


def table(text: str) -> list[tuple[str, ...]]:
    """The lines of an aligned table, without its heading, cut at the bars."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines[1:]]


def day(text: str) -> datetime.date:
    """``before``, ``on`` or ``after`` the due date, or an ISO date."""
    return WHEN.get(text) or datetime.date.fromisoformat(text)


def pair_in_tenths(progress: Progress) -> str:
    """A share as per cent with one decimal, rounded down, from integers alone."""
    numerator, denominator = progress.share
    tenths = 1000 * numerator // denominator
    return f"{tenths // 10},{tenths % 10} %".replace(",0", "")


def case(criterion: str, measured: str = "-", key: str = "it") -> Case:
    """The criterion and the measurements of one line."""
    words = criterion.split()
    rule = Rule(key, Measure(words.pop(0)), START, DUE)
    rules, readings, judgements = {}, {key: measurements(measured, rule.measure)}, {}
    if rule.measure in DEFAULT_AGGREGATION:
        comparison, target = Comparison(words.pop(0)), Decimal(words.pop(0))
        aggregation = DEFAULT_AGGREGATION[rule.measure]
        rule = replace(rule, comparison=comparison, target=target, aggregation=aggregation)
    while words:
        word = words.pop(0)
        if word == "linked":
            bases = _bases(words.pop(0), f"{key} base")
            rule = replace(rule, base=Linked(tuple(bases)))
            rules |= {name: base.rule for name, base in bases.items()}
            readings |= {name: base.readings[name] for name, base in bases.items()}
        elif word == "judged":
            judgements[key] = Status(words.pop(0))
        elif word == "with":
            for number, status in enumerate(words):
                name = f"{key} part {number}"
                rules[name] = Rule(name, Measure.NARRATIVE, START, DUE, parent=key)
                judgements[name] = Status(status)
            words = []
        else:
            rule = _with_option(rule, word, words)
    return Case(rule, {key: rule, **rules}, readings, judgements)


def family(**lines: tuple[str, str] | tuple[str, str, str]) -> dict[str, Case]:
    """Several criteria, each (criterion, measurements, its parent); every case holds them all."""
    alone = {}
    for name, (criterion, measured, *parent) in lines.items():
        one = case(criterion, measured, name)
        rule = replace(one.rule, parent=parent[0] if parent else None)
        alone[name] = replace(one, rule=rule, rules={**one.rules, name: rule})
    rules = {key: rule for one in alone.values() for key, rule in one.rules.items()}
    readings = {key: found for one in alone.values() for key, found in one.readings.items()}
    judgements = {key: status for one in alone.values() for key, status in one.judgements.items()}
    return {name: Case(one.rule, rules, readings, judgements) for name, one in alone.items()}


def _with_option(rule: Rule, word: str, words: list[str]) -> Rule:
    if word in Aggregation.values:
        return replace(rule, aggregation=Aggregation(word))
    if word == Pacing.PLANNED:
        points = []
        while words and "@" in words[0]:
            value, on = words.pop(0).split("@")
            points.append((day(on), Decimal(value)))
        return replace(rule, pacing=Pacing.PLANNED, planned=tuple(points))
    if word in Pacing.values:
        return replace(rule, pacing=Pacing(word))
    match word:
        case "derived":
            return replace(rule, derived=True)
        case "due":
            return replace(rule, due_on=day(words.pop(0)))
        case "from":
            return replace(rule, starts_on=day(words.pop(0)))
        case "of" if words[0] == "linked":
            return rule
        case "of":
            return replace(rule, base=Fixed(Decimal(words.pop(0))))
    raise ValueError(f"Unknown word «{word}» in a test's criterion.")


def _bases(text: str, prefix: str) -> dict[str, Case]:
    names = (f"{prefix} {number}" for number in range(9))
    return {
        name: case("count >= 1 derived", "-", name)
        if value == "derived"
        else case("count >= 1", value, name)
        for value, name in zip(text.split("+"), names, strict=False)
    }


def measurements(text: str, measure: Measure = Measure.COUNT) -> list[Reading]:
    words = [] if text == "-" else text.split()
    return [_measurement(word, number, measure) for number, word in enumerate(words)]


def _measurement(word: str, number: int, measure: Measure) -> Reading:
    word, *flags = word.split(":")
    result, _, on = word.partition("@")
    measured_on = day(on) if on else FIRST_MEASURED + datetime.timedelta(days=number)
    reading = Reading(measured_on, recorded=number)
    asked = next((flag for flag in flags if flag.startswith("asked")), None)
    for flag in (flag for flag in flags if flag != asked):
        reading = replace(reading, **{{"rough": "approximate"}.get(flag, flag): True})
    if result in ("done", "not-done"):
        return replace(reading, done=result == "done")
    if measure == Measure.COUNT:
        return replace(reading, value=Decimal(result))
    numerator, _, denominator = result.partition("/")
    base = Decimal(denominator) if denominator else None
    if asked:
        response = Response(int(denominator), int(asked.removeprefix("asked")), Decimal(50))
        reading = replace(reading, response=response)
    return replace(reading, numerator=Decimal(numerator), denominator=base)
