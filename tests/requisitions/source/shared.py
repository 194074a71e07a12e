"""Criteria of the register."""

import datetime

from requisitions.models.choices import Question, Reply, Scope, State
from tests.factories import (
    CriterionFactory,
    FollowUpFactory,
    RegisterRuleFactory,
    RequisitionFactory,
    StateFactory,
)
from tests.indicators.test_sources_agree import START

END = datetime.date(2011, 12, 31)

NOTHING_DECIDED = {"states": [], "question": ""}

RULES = [
    {"states": [State.COMPLETED, State.IN_PROGRESS], "scope": "", "question": ""},
    {"states": [State.RECEIVED], "scope": Scope.INTERNAL, "question": ""},
    {"states": [], "scope": "", "question": Question.NEW_METHODS},
    {"states": [], "scope": Scope.EXTERNAL, "question": Question.BETTER_COOPERATION},
]


def criterion_of(area, rule, **fields):
    found = CriterionFactory(
        main_area=area, share=bool(rule["question"]), source="requisitions", **fields
    )
    RegisterRuleFactory(criterion=found, **rule)
    return found


def answered(area, *replies, waiting=0):
    """Relevant cases completed on the programme's first day, so many of them without an answer."""
    for reply in (*replies, *[None] * waiting):
        row = RequisitionFactory(activity__main_area=area, relevant=True)
        StateFactory(requisition=row, state=State.COMPLETED, on=START)
        if reply:
            FollowUpFactory(
                requisition=row,
                answered_on=datetime.date(2011, 6, 2),
                new_methods=reply,
                better_cooperation=Reply.NO,
            )
