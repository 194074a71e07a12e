"""Which cases a criterion counts, and what their follow-ups come to: pure, without a database.

Source of the rules: the product's domain specification, section 3 (``requisitions``). What is added
up in SQL (``sources.py``) says the same; a property test holds it to this.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.rules.moves import FigureMove, Part, Step, moves_of, steps
from indicators.rules.progress import NO_FACTS, Facts, Reading, Response
from requisitions.models.choices import Reply
from requisitions.rules.cases import CaseFacts, follow_up_due


@dataclass(frozen=True, slots=True)
class RegisterTerms:
    """What a criterion looks for, and its programme's settings; ``scope`` may be empty: both."""

    states: frozenset[str] = frozenset()
    scope: str = ""
    question: str = ""
    weeks: int = 8
    least: Decimal = Decimal(50)


@dataclass(frozen=True, slots=True)
class StateFact:
    """A state of a case from a day on. ``recorded`` orders two of the same day."""

    on: datetime.date
    recorded: tuple
    state: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CaseTimeline:
    """A case with its states, and the answers of its follow-up by question."""

    states: tuple[StateFact, ...]
    scope: str = ""
    relevant: bool = False
    answered_on: datetime.date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    def state(self, day: datetime.date) -> StateFact | None:
        """The newest dated no later than the day."""
        come = [stated for stated in self.states if stated.on <= day]
        return max(come, key=lambda stated: (stated.on, stated.recorded), default=None)

    def due_on(self, wanted: RegisterTerms, day: datetime.date) -> datetime.date | None:
        """When its requester is to be asked, as it stands on the day."""
        stated = self.state(day)
        if stated is None:
            return None
        facts = CaseFacts(state=stated.state, state_on=stated.on, relevant=self.relevant)
        return follow_up_due(facts, wanted.weeks)

    def has_answered(self, day: datetime.date) -> bool:
        return self.answered_on is not None and self.answered_on <= day


def is_looked_at(case: CaseTimeline, wanted: RegisterTerms) -> bool:
    return not wanted.scope or case.scope == wanted.scope


def counts(case: CaseTimeline, wanted: RegisterTerms, day: datetime.date) -> bool:
    """Whether a count counts it."""
    stated = case.state(day)
    return is_looked_at(case, wanted) and stated is not None and stated.state in wanted.states


def has_answered(case: CaseTimeline, wanted: RegisterTerms, day: datetime.date) -> bool:
    """Whether it is one of those that a share is of."""
    return case.relevant and is_looked_at(case, wanted) and case.has_answered(day)


def is_asked(case: CaseTimeline, wanted: RegisterTerms, day: datetime.date) -> bool:
    """Whether an answer can be expected: the follow-up is due, or has been answered before."""
    if not case.relevant or not is_looked_at(case, wanted):
        return False
    due_on = case.due_on(wanted, day)
    return case.has_answered(day) or (due_on is not None and due_on <= day)


def says_yes(case: CaseTimeline, wanted: RegisterTerms, day: datetime.date) -> bool:
    answered = has_answered(case, wanted, day)
    return answered and case.answers.get(wanted.question) == Reply.YES


def facts_of_answers(*, yes: int, answered: int, asked: int, least: Decimal) -> Facts:
    """Without an answer there is no share, however many were to be asked."""
    if not asked:
        return NO_FACTS
    response = Response(answered=answered, asked=asked, least=least)
    if not answered:
        return Facts(response=response)
    return Facts(
        numerator=Decimal(yes), denominator=Decimal(answered), reported=True, response=response
    )


def count_changes(cases: Sequence[CaseTimeline], wanted: RegisterTerms) -> list[FigureMove]:
    """For a sum: one more on the day from which a case counts, one less when it no longer does."""

    def days(case: CaseTimeline) -> set[datetime.date]:
        return _days_of_states(case) if is_looked_at(case, wanted) else set()

    return moves_of(
        steps(cases, days, lambda case, day: (counts(case, wanted, day),)),
        lambda step, total, number: Reading(step.day, value=Decimal(step.by[0])),
    )


def share_changes(cases: Sequence[CaseTimeline], wanted: RegisterTerms) -> list[FigureMove]:
    """For the latest: the whole pair after each change, from the first answer on."""

    def part(case: CaseTimeline, day: datetime.date) -> Part:
        return tuple(ask(case, wanted, day) for ask in (says_yes, has_answered, is_asked))

    def days(case: CaseTimeline) -> set[datetime.date]:
        if not case.relevant or not is_looked_at(case, wanted):
            return set()
        later = datetime.timedelta(weeks=wanted.weeks)
        found = _days_of_states(case)
        found |= {day + later for day in found}
        return found | {case.answered_on} if case.answered_on else found

    def reading_of(step: Step, total: Part, number: int) -> Reading | None:
        yes, answered, asked = total
        if not answered:
            return None
        return Reading(
            step.day,
            numerator=Decimal(yes),
            denominator=Decimal(answered),
            recorded=number,
            response=Response(answered=answered, asked=asked, least=wanted.least),
        )

    return moves_of(steps(cases, days, part), reading_of)


def _days_of_states(case: CaseTimeline) -> set[datetime.date]:
    return {stated.on for stated in case.states}
