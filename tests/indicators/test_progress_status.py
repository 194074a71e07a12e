"""The status of a criterion, row by row of the specification (the domain's section 3.3).

Every outcome stands with the number of the row that decides it. "before" is 30 June 2011, where an
even expectation has used 150 of its 334 days; "on" is 31 December, the due date; "after" is the
day after it. How the lines are read is told in tests/indicators/rules.py.
"""

from decimal import Decimal

import pytest

from indicators.models.choices import Aggregation, Comparison, Measure, Status
from indicators.rules.progress import Facts, Response, Thresholds, evaluate
from tests.indicators.rules import WHEN, case, table

# Without a sub-criterion, every comparison and aggregation at one value below the target, the
# target itself and one above it. The count is expected on its due date, so on the way 0 is.
COUNT_OF_TEN = """
comparison, aggregations      | when   | 9          | 10         | 11
>= sum highest                | before | 10 not_due | 6 met      | 6 met
>= sum highest                | on     | 10 not_due | 6 met      | 6 met
>= sum highest                | after  | 7 missed   | 6 met      | 6 met
>= latest average             | before | 10 not_due | 8 on_track | 8 on_track
>= latest average             | on     | 10 not_due | 8 on_track | 8 on_track
>= latest average             | after  | 7 missed   | 6 met      | 6 met
>  sum highest                | before | 10 not_due | 10 not_due | 6 met
>  sum highest                | on     | 10 not_due | 10 not_due | 6 met
>  sum highest                | after  | 7 missed   | 7 missed   | 6 met
>  latest average             | before | 10 not_due | 10 not_due | 8 on_track
>  latest average             | on     | 10 not_due | 10 not_due | 8 on_track
>  latest average             | after  | 7 missed   | 7 missed   | 6 met
<= sum highest latest average | before | 8 on_track | 8 on_track | 9 behind
<= sum highest latest average | on     | 8 on_track | 8 on_track | 9 behind
<= sum highest latest average | after  | 6 met      | 6 met      | 7 missed
<  sum highest latest average | before | 8 on_track | 9 behind   | 9 behind
<  sum highest latest average | on     | 8 on_track | 9 behind   | 9 behind
<  sum highest latest average | after  | 6 met      | 7 missed   | 7 missed
=  sum highest latest average | before | 10 not_due | 8 on_track | 9 behind
=  sum highest latest average | on     | 10 not_due | 8 on_track | 9 behind
=  sum highest latest average | after  | 7 missed   | 6 met      | 7 missed
"""

SHARE_OF_SEVENTY = """
comparison, aggregations | when   | 69/100      | 70/100      | 71/100
>= sum highest latest    | before | 11 on_track | 8 on_track  | 8 on_track
>= sum highest latest    | on     | 11 on_track | 8 on_track  | 8 on_track
>= sum highest latest    | after  | 7 missed    | 6 met       | 6 met
>  sum highest latest    | before | 11 on_track | 11 on_track | 8 on_track
>  sum highest latest    | on     | 11 on_track | 11 on_track | 8 on_track
>  sum highest latest    | after  | 7 missed    | 7 missed    | 6 met
<= sum highest latest    | before | 8 on_track  | 8 on_track  | 9 behind
<= sum highest latest    | on     | 8 on_track  | 8 on_track  | 9 behind
<= sum highest latest    | after  | 6 met       | 6 met       | 7 missed
<  sum highest latest    | before | 8 on_track  | 9 behind    | 9 behind
<  sum highest latest    | on     | 8 on_track  | 9 behind    | 9 behind
<  sum highest latest    | after  | 6 met       | 7 missed    | 7 missed
=  sum highest latest    | before | 11 on_track | 8 on_track  | 9 behind
=  sum highest latest    | on     | 11 on_track | 8 on_track  | 9 behind
=  sum highest latest    | after  | 7 missed    | 6 met       | 7 missed
"""

# Expected of 334 evenly: 150 before, 334 on the due date. Of the planned points: 100, then 200.
PLANNED = "count >= 200 planned 100@2011-06-30 200@2011-12-31"
PLANNED_LATER = "count >= 200 planned 100@2011-07-01 200@2011-12-31"
COUNTS = f"""
criterion                 | measured | before       | on           | after
count >= 334 even         | -        | 5 unmeasured | 5 unmeasured | 5 unmeasured
count >= 334 even         | 0        | 11 behind    | 11 behind    | 7 missed
count >= 334 even         | 112      | 11 behind    | 11 behind    | 7 missed
count >= 334 even         | 112.4999 | 11 behind    | 11 behind    | 7 missed
count >= 334 even         | 112.5    | 11 at_risk   | 11 behind    | 7 missed
count >= 334 even         | 134.9999 | 11 at_risk   | 11 behind    | 7 missed
count >= 334 even         | 135      | 11 on_track  | 11 behind    | 7 missed
count >= 334 even         | 250      | 11 on_track  | 11 behind    | 7 missed
count >= 334 even         | 251      | 11 on_track  | 11 at_risk   | 7 missed
count >= 334 even         | 301      | 11 on_track  | 11 on_track  | 7 missed
count >= 334 even         | 333.9999 | 11 on_track  | 11 on_track  | 7 missed
count >= 334 even         | 200 134  | 6 met        | 6 met        | 6 met
count >  334 even         | 334      | 11 on_track  | 11 on_track  | 7 missed
count >  334 even         | 334.0001 | 6 met        | 6 met        | 6 met
count =  334 even         | 100      | 11 behind    | 11 behind    | 7 missed
count =  334 even         | 334      | 8 on_track   | 8 on_track   | 6 met
count =  334 even         | 335      | 9 behind     | 9 behind     | 7 missed
count <= 334 even         | -        | 5 not_due    | 5 not_due    | 5 unmeasured
count <= 334 even         | 300      | 8 on_track   | 8 on_track   | 6 met
{PLANNED}                 | -        | 5 unmeasured | 5 unmeasured | 5 unmeasured
{PLANNED}                 | 74.9999  | 11 behind    | 11 behind    | 7 missed
{PLANNED}                 | 75       | 11 at_risk   | 11 behind    | 7 missed
{PLANNED}                 | 89.9999  | 11 at_risk   | 11 behind    | 7 missed
{PLANNED}                 | 90       | 11 on_track  | 11 behind    | 7 missed
count >= 1 even           | -        | 5 not_due    | 5 unmeasured | 5 unmeasured
{PLANNED_LATER}           | -        | 5 not_due    | 5 unmeasured | 5 unmeasured
{PLANNED_LATER}           | 75       | 10 not_due   | 11 behind    | 7 missed
{PLANNED_LATER}           | 150      | 10 not_due   | 11 at_risk   | 7 missed
count >= 10               | -        | 5 not_due    | 5 not_due    | 5 unmeasured
count >= 10               | 0        | 10 not_due   | 10 not_due   | 7 missed
count >= 10               | 4 6      | 6 met        | 6 met        | 6 met
count >= 10 highest       | 4 6      | 10 not_due   | 10 not_due   | 7 missed
count >= 10 latest        | 12 6     | 10 not_due   | 10 not_due   | 7 missed
count >= 10 average       | 12 6     | 10 not_due   | 10 not_due   | 7 missed
count >= 10 average       | 12 8     | 8 on_track   | 8 on_track   | 6 met
count >= 334 even latest  | 200 120  | 11 at_risk   | 11 behind    | 7 missed
count >= 334 even highest | 200 120  | 11 on_track  | 11 behind    | 7 missed
count >= 334 even latest  | 340      | 8 on_track   | 8 on_track   | 6 met
"""

# A derived count starts at 0, so it is never without a value; a derived share is until the first.
DERIVED = """
criterion                 | measured | before     | on         | after
count >= 10 derived       | -        | 10 not_due | 10 not_due | 7 missed
count >= 334 even derived | -        | 11 behind  | 11 behind  | 7 missed
count >= 10 derived       | 4 6      | 6 met      | 6 met      | 6 met
count >= 0 derived        | -        | 6 met      | 6 met      | 6 met
count > 0 derived         | -        | 10 not_due | 10 not_due | 7 missed
count <= 10 derived       | -        | 8 on_track | 8 on_track | 6 met
count < 10 derived        | -        | 8 on_track | 8 on_track | 6 met
count = 10 derived        | -        | 10 not_due | 10 not_due | 7 missed
count = 0 derived         | -        | 8 on_track | 8 on_track | 6 met
share >= 40 derived       | -        | 5 not_due  | 5 not_due  | 5 unmeasured
share >= 40 derived of 60 | -        | 5 not_due  | 5 not_due  | 5 unmeasured
share >= 40 derived of 60 | 0        | 11 behind  | 11 behind  | 7 missed
share >= 40 derived of 60 | 24       | 8 on_track | 8 on_track | 6 met
"""

TARGET_NOUGHT = """
criterion         | measured | before           | on               | after
count >= 0        | -        | 5 not_due        | 5 not_due        | 5 unmeasured
count >= 0 even   | -        | 5 not_due        | 5 not_due        | 5 unmeasured
count >= 0        | 0        | 6 met            | 6 met            | 6 met
count >= 0 latest | 0        | 8 on_track       | 8 on_track       | 6 met
count > 0 even    | 0        | 10 not_due       | 10 not_due       | 7 missed
count > 0         | 1        | 6 met            | 6 met            | 6 met
count <= 0        | 0        | 8 on_track       | 8 on_track       | 6 met
count <= 0        | 1        | 9 behind         | 9 behind         | 7 missed
count < 0         | 0        | 9 behind         | 9 behind         | 7 missed
count = 0         | 0        | 8 on_track       | 8 on_track       | 6 met
count = 0         | 1        | 9 behind         | 9 behind         | 7 missed
share >= 0        | 0/5      | 8 on_track       | 8 on_track       | 6 met
share > 0         | 1/5      | 8 on_track       | 8 on_track       | 6 met
share <= 0        | 0/5      | 8 on_track       | 8 on_track       | 6 met
share <= 0        | 1/5      | 9 behind         | 9 behind         | 7 missed
share = 0         | 0/5      | 8 on_track       | 8 on_track       | 6 met
share >= 0        | 0/0      | 4 not_computable | 4 not_computable | 4 not_computable
"""

# A share is a level: it is held against its target from its first value on.
SHARES = """
criterion                        | measured    | before           | on               | after
share >= 80                      | -           | 5 not_due        | 5 not_due        | 5 unmeasured
share >= 80                      | 0/5         | 11 behind        | 11 behind        | 7 missed
share >= 80                      | 59.9999/100 | 11 behind        | 11 behind        | 7 missed
share >= 80                      | 60/100      | 11 at_risk       | 11 at_risk       | 7 missed
share >= 80                      | 71.9999/100 | 11 at_risk       | 11 at_risk       | 7 missed
share >= 80                      | 72/100      | 11 on_track      | 11 on_track      | 7 missed
share >= 80                      | 80/100      | 8 on_track       | 8 on_track       | 6 met
share = 50                       | 40/100      | 11 at_risk       | 11 at_risk       | 7 missed
share >= 100                     | 9/9         | 8 on_track       | 8 on_track       | 6 met
share >= 100                     | 8/9         | 11 at_risk       | 11 at_risk       | 7 missed
share >= 33.3333                 | 1/3         | 8 on_track       | 8 on_track       | 6 met
share <= 33.3333                 | 1/3         | 9 behind         | 9 behind         | 7 missed
share >= 70 sum                  | 20/30 40/50 | 8 on_track       | 8 on_track       | 6 met
share >= 70 latest               | 40/50 20/30 | 11 on_track      | 11 on_track      | 7 missed
share >= 70 highest              | 40/50 20/30 | 8 on_track       | 8 on_track       | 6 met
share >= 70 sum                  | 40/50 0/0   | 8 on_track       | 8 on_track       | 6 met
share >= 70 highest              | 40/50 0/0   | 8 on_track       | 8 on_track       | 6 met
share >= 70 latest               | 40/50 0/0   | 4 not_computable | 4 not_computable | 4 not_computable
share >= 70 latest               | 0/0 40/50   | 8 on_track       | 8 on_track       | 6 met
share >= 70 sum                  | 0/0         | 4 not_computable | 4 not_computable | 4 not_computable
share >= 70 latest               | 0/0         | 4 not_computable | 4 not_computable | 4 not_computable
share >= 70 highest              | 0/0         | 4 not_computable | 4 not_computable | 4 not_computable
share <= 10 sum                  | 0/0         | 4 not_computable | 4 not_computable | 4 not_computable
share >= 40 of 60                | -           | 5 not_due        | 5 not_due        | 5 unmeasured
share >= 40 of 60                | 23          | 11 on_track      | 11 on_track      | 7 missed
share >= 40 of 60                | 30 24       | 8 on_track       | 8 on_track       | 6 met
share >= 40 of 60 sum            | 12 12       | 8 on_track       | 8 on_track       | 6 met
share >= 40 of 60 highest        | 24 12       | 8 on_track       | 8 on_track       | 6 met
share >= 40 of 60 latest         | 24 12       | 11 behind        | 11 behind        | 7 missed
share <= 40 of 60                | 25          | 9 behind         | 9 behind         | 7 missed
share >= 40 of 0                 | -           | 5 not_due        | 5 not_due        | 4 not_computable
share >= 40 of 0                 | 5           | 4 not_computable | 4 not_computable | 4 not_computable
share >= 40 of linked 75         | -           | 5 not_due        | 5 not_due        | 5 unmeasured
share >= 40 of linked 75         | 29          | 11 on_track      | 11 on_track      | 7 missed
share >= 40 of linked 45+30      | 30          | 8 on_track       | 8 on_track       | 6 met
share >= 40 of linked 75 sum     | 15 15       | 8 on_track       | 8 on_track       | 6 met
share >= 40 of linked 75 highest | 30 1        | 8 on_track       | 8 on_track       | 6 met
share >= 40 of linked -          | -           | 5 not_due        | 5 not_due        | 4 not_computable
share >= 40 of linked -          | 5           | 4 not_computable | 4 not_computable | 4 not_computable
share >= 40 of linked 0          | -           | 5 not_due        | 5 not_due        | 4 not_computable
share >= 40 of linked 0          | 0           | 4 not_computable | 4 not_computable | 4 not_computable
"""  # noqa: E501

# Of those who answered: too few of those asked say nothing, whatever they say.
ANSWERS = """
criterion   | measured            | before           | on               | after
share >= 70 | 4/4:asked8          | 8 on_track       | 8 on_track       | 6 met
share >= 70 | 3/3:asked8          | 4 not_computable | 4 not_computable | 4 not_computable
share >= 70 | 2/4:asked8          | 11 behind        | 11 behind        | 7 missed
share >= 70 | 0/1:asked3          | 4 not_computable | 4 not_computable | 4 not_computable
share <= 70 | 0/1:asked3          | 4 not_computable | 4 not_computable | 4 not_computable
share >= 70 | 1/1:asked3 2/2:asked3 | 8 on_track     | 8 on_track       | 6 met
share >= 70 with met | 3/3:asked8 | 4 not_computable | 4 not_computable | 4 not_computable
"""

MILESTONES = """
criterion                 | measured      | before     | on         | after
milestone                 | -             | 3 not_due  | 3 not_due  | 3 unmeasured
milestone                 | not-done      | 3 not_due  | 3 not_due  | 3 missed
milestone                 | done          | 3 met      | 3 met      | 3 met
milestone                 | done not-done | 3 not_due  | 3 not_due  | 3 missed
milestone                 | not-done done | 3 met      | 3 met      | 3 met
milestone with met met    | done          | 3 met      | 3 met      | 3 met
milestone with met missed | done          | 3 on_track | 3 on_track | 3 partly
milestone with behind     | done          | 3 on_track | 3 on_track | 3 partly
milestone with met        | not-done      | 3 not_due  | 3 not_due  | 3 missed
milestone with met        | -             | 3 not_due  | 3 not_due  | 3 unmeasured
"""

WHOLES = """
criterion                           | measured | before       | on           | after
all with met                        | -        | 2 met        | 2 met        | 2 met
all with met met met                | -        | 2 met        | 2 met        | 2 met
all with met behind                 | -        | 2 behind     | 2 behind     | 2 partly
all with met unmeasured             | -        | 2 unmeasured | 2 unmeasured | 2 partly
all with met at_risk                | -        | 2 at_risk    | 2 at_risk    | 2 partly
all with met on_track               | -        | 2 on_track   | 2 on_track   | 2 partly
all with met not_due                | -        | 2 not_due    | 2 not_due    | 2 partly
all with not_due on_track           | -        | 2 on_track   | 2 on_track   | 2 missed
all with not_due on_track at_risk   | -        | 2 at_risk    | 2 at_risk    | 2 missed
all with at_risk unmeasured not_due | -        | 2 unmeasured | 2 unmeasured | 2 missed
all with unmeasured behind at_risk  | -        | 2 behind     | 2 behind     | 2 missed
all with met missed                 | -        | 2 behind     | 2 behind     | 2 partly
all with met partly                 | -        | 2 behind     | 2 behind     | 2 partly
all with partly partly              | -        | 2 behind     | 2 behind     | 2 missed
all with missed                     | -        | 2 behind     | 2 behind     | 2 missed
all with met not_computable         | -        | 2 unmeasured | 2 unmeasured | 2 partly
all with not_computable             | -        | 2 unmeasured | 2 unmeasured | 2 missed
"""

# The judgement is the newest that is dated no later than the date: whoever asks picks it.
NARRATIVES = """
criterion                       | measured | before           | on               | after
narrative                       | -        | 1 not_due        | 1 not_due        | 1 not_computable
narrative judged met            | -        | 1 met            | 1 met            | 1 met
narrative judged partly         | -        | 1 partly         | 1 partly         | 1 partly
narrative judged on_track       | -        | 1 on_track       | 1 on_track       | 1 on_track
narrative judged at_risk        | -        | 1 at_risk        | 1 at_risk        | 1 at_risk
narrative judged behind         | -        | 1 behind         | 1 behind         | 1 behind
narrative judged not_due        | -        | 1 not_due        | 1 not_due        | 1 not_due
narrative judged missed         | -        | 1 missed         | 1 missed         | 1 missed
narrative judged unmeasured     | -        | 1 unmeasured     | 1 unmeasured     | 1 unmeasured
narrative judged not_computable | -        | 1 not_computable | 1 not_computable | 1 not_computable
"""

# What a criterion of its own figures gains and loses by its sub-criteria.
WITH_PARTS = """
criterion                         | measured | before           | on               | after
count >= 5 with met met           | 6        | 6 met            | 6 met            | 6 met
count >= 5 with met partly        | 6        | 8 on_track       | 8 on_track       | 7 partly
count >= 5 with missed            | 6        | 8 on_track       | 8 on_track       | 7 partly
count >= 5 highest with on_track  | 6        | 8 on_track       | 8 on_track       | 7 partly
count >= 5 latest with met        | 6        | 8 on_track       | 8 on_track       | 6 met
count >= 5 latest with unmeasured | 6        | 8 on_track       | 8 on_track       | 7 partly
count >= 5 with met               | 4        | 10 not_due       | 10 not_due       | 7 missed
count >= 5 with met               | -        | 5 not_due        | 5 not_due        | 5 unmeasured
count >= 334 even with met        | 100      | 11 behind        | 11 behind        | 7 missed
count <= 5 with missed            | 4        | 8 on_track       | 8 on_track       | 7 partly
count <= 5 with met               | 6        | 9 behind         | 9 behind         | 7 missed
count = 5 with not_computable     | 5        | 8 on_track       | 8 on_track       | 7 partly
share >= 70 with met              | 70/100   | 8 on_track       | 8 on_track       | 6 met
share >= 70 with behind           | 70/100   | 8 on_track       | 8 on_track       | 7 partly
share >= 70 with met              | 10/100   | 11 behind        | 11 behind        | 7 missed
share >= 70 with met              | 0/0      | 4 not_computable | 4 not_computable | 4 not_computable
share <= 10 of 60 with missed     | 6        | 8 on_track       | 8 on_track       | 7 partly
"""  # noqa: E501


def _by_date(text):
    for criterion, measured, *outcomes in table(text):
        for when, outcome in zip(WHEN, outcomes, strict=True):
            yield criterion, measured, when, *outcome.split()


def _by_value(text, criterion, values):
    for words, when, *outcomes in table(text):
        comparison, *aggregations = words.split()
        for aggregation in aggregations:
            for measured, outcome in zip(values.split(), outcomes, strict=True):
                yield criterion.format(comparison, aggregation), measured, when, *outcome.split()


EVERY_LINE = [
    *_by_value(COUNT_OF_TEN, "count {} 10 {}", "9 10 11"),
    *_by_value(SHARE_OF_SEVENTY, "share {} 70 {}", "69/100 70/100 71/100"),
    *_by_value(SHARE_OF_SEVENTY, "share {} 70 {} of 100", "69 70 71"),
    *_by_value(SHARE_OF_SEVENTY, "share {} 70 {} of linked 60+40", "69 70 71"),
    *_by_date(COUNTS),
    *_by_date(DERIVED),
    *_by_date(TARGET_NOUGHT),
    *_by_date(SHARES),
    *_by_date(ANSWERS),
    *_by_date(MILESTONES),
    *_by_date(WHOLES),
    *_by_date(NARRATIVES),
    *_by_date(WITH_PARTS),
]


@pytest.mark.parametrize(("criterion", "measured", "when", "row", "status"), EVERY_LINE)
def test_the_first_row_that_matches_decides(criterion, measured, when, row, status):
    assert case(criterion, measured).status(WHEN[when]) == Status(status), f"row {row}"


@pytest.mark.parametrize(("when", "status"), [("on", "not_due"), ("after", "not_computable")])
def test_without_any_answer_it_waits_until_the_due_date_is_over(when, status):
    one = case("share >= 70")
    nobody = Facts(response=Response(answered=0, asked=8, least=Decimal(50)))

    found = evaluate(one.rules, {one.rule.key: nobody}, {}, WHEN[when])

    assert found[one.rule.key].status == status


def test_the_tables_hold_every_row_for_every_measure_it_applies_to_before_on_and_after():
    ways, always = ("before", "on"), tuple(WHEN)
    applies = {
        ("1", Measure.NARRATIVE): always,
        ("2", Measure.ALL): always,
        ("3", Measure.MILESTONE): always,
        ("4", Measure.SHARE): always,
        ("5", Measure.COUNT): always,
        ("5", Measure.SHARE): always,
        ("6", Measure.COUNT): always,
        # Only a sum or highest of a count is met while there is time.
        ("6", Measure.SHARE): ("after",),
        ("7", Measure.COUNT): ("after",),
        ("7", Measure.SHARE): ("after",),
        ("8", Measure.COUNT): ways,
        ("8", Measure.SHARE): ways,
        ("9", Measure.COUNT): ways,
        ("9", Measure.SHARE): ways,
        ("10", Measure.COUNT): ways,
        ("11", Measure.COUNT): ways,
        ("11", Measure.SHARE): ways,
    }
    wanted = {(row, measure, when) for (row, measure), days in applies.items() for when in days}

    held = {(row, case(line).rule.measure, when) for line, _, when, row, _ in EVERY_LINE}

    assert held == wanted


def test_the_tables_hold_every_comparison_with_every_aggregation():
    rules = [case(line).rule for line, *_ in EVERY_LINE]

    held = {(r.measure, r.comparison, r.aggregation) for r in rules if r.target is not None}

    counts = {(Measure.COUNT, c, a) for c in Comparison for a in Aggregation}
    shares = {(Measure.SHARE, c, a) for c in Comparison for a in Aggregation if a != "average"}
    assert held == counts | shares


# The programme's own settings in place of 90 and 75: on track from, at risk from.
SETTINGS = f"""
on track, at risk | criterion    | measured | status
80 60             | {PLANNED}    | 80       | on_track
80 60             | {PLANNED}    | 79.9999  | at_risk
80 60             | {PLANNED}    | 60       | at_risk
80 60             | {PLANNED}    | 59.9999  | behind
80 60             | share >= 50  | 40/100   | on_track
80 60             | share >= 50  | 39/100   | at_risk
80 60             | share >= 50  | 30/100   | at_risk
80 60             | share >= 50  | 29/100   | behind
100 100           | share >= 50  | 49/100   | behind
66.6 33.3         | share >= 100 | 666/1000 | on_track
66.6 33.3         | share >= 100 | 333/1000 | at_risk
"""


@pytest.mark.parametrize(("limits", "criterion", "measured", "status"), table(SETTINGS))
def test_the_programme_sets_from_where_a_value_is_on_track_or_at_risk(
    limits, criterion, measured, status
):
    thresholds = Thresholds(*map(Decimal, limits.split()))

    assert case(criterion, measured).status(WHEN["before"], thresholds) == status
