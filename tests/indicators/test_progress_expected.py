"""What is expected by a date (the domain's section 3.2): of counts, rounded down."""

from decimal import Decimal

import pytest

from indicators.rules.progress import expected
from tests.indicators.rules import case, day, table

VISITORS = "count >= 30000 even"
STEPS = "count >= 60 planned 10@2011-03-31 10@2011-06-30 60@2011-12-31"
STEPS_UNSORTED = "count >= 60 planned 60@2011-12-31 30@2011-06-30 10@2011-03-31"
SPRING = "count >= 100 even from 2011-05-01 due 2011-05-10"

EXPECTED = f"""
why                                  | criterion                                      | as of      | expected
the day before the start             | {VISITORS}                                     | 2011-01-31 | 0
one of 334 days                      | {VISITORS}                                     | 2011-02-01 | 89
150 of 334 days                      | {VISITORS}                                     | 2011-06-30 | 13473
213 of 334 days                      | {VISITORS}                                     | 2011-09-01 | 19131
333 of 334 days                      | {VISITORS}                                     | 2011-12-30 | 29910
the whole period                     | {VISITORS}                                     | 2011-12-31 | 30000
after it                             | {VISITORS}                                     | 2012-01-01 | 30000
long after it                        | {VISITORS}                                     | 2030-01-01 | 30000
one of five in 334 days              | count >= 5 even                                | 2011-04-07 | 0
the day when the first is due        | count >= 5 even                                | 2011-04-08 | 1
exactly a whole number, not below it | count >= 334 even                              | 2011-06-30 | 150
more than                            | count > 334 even                               | 2011-06-30 | 150
exactly                              | count = 334 even                               | 2011-06-30 | 150
at most: nothing on the way          | count <= 334 even                              | 2011-06-30 | -
less than: nothing on the way        | count < 334 even                               | 2011-12-31 | -
at most, after the due date          | count <= 334 even                              | 2012-01-01 | 334
a start of its own: the day before   | {SPRING}                                       | 2011-04-30 | 0
its first of ten days                | {SPRING}                                       | 2011-05-01 | 10
its ninth                            | {SPRING}                                       | 2011-05-09 | 90
its last                             | {SPRING}                                       | 2011-05-10 | 100
a period of one day                  | count >= 7 even from 2011-05-01 due 2011-05-01 | 2011-05-01 | 7
parts are rounded down too           | count >= 2.5 even                              | 2011-12-31 | 2
after the due date they are whole    | count >= 2.5 even                              | 2012-01-01 | 2.5
target nought                        | count >= 0 even                                | 2011-06-30 | 0
target nought, after                 | count >= 0 even                                | 2012-01-01 | 0
a one-off event, long before         | count >= 1000 due 2011-08-31                   | 2011-03-01 | 0
a one-off event, on its day          | count >= 1000 due 2011-08-31                   | 2011-08-31 | 0
a one-off event, the day after       | count >= 1000 due 2011-08-31                   | 2011-09-01 | 1000
before the first point               | {STEPS}                                        | 2011-03-30 | 0
on the first point                   | {STEPS}                                        | 2011-03-31 | 10
no interpolation between points      | {STEPS}                                        | 2011-06-29 | 10
two points alike                     | {STEPS}                                        | 2011-12-30 | 10
on the last point                    | {STEPS}                                        | 2011-12-31 | 60
after the last point                 | {STEPS}                                        | 2012-01-01 | 60
points in any order                  | {STEPS_UNSORTED}                               | 2011-12-30 | 30
last point before the due date       | count >= 9 planned 9@2011-05-01                | 2011-04-30 | 0
it stands until the due date         | count >= 9 planned 9@2011-05-01                | 2011-12-31 | 9
planned without points               | count >= 9 planned                             | 2011-12-31 | 0
a highest is expected like a sum     | count >= 334 even highest                      | 2011-06-30 | 150
a latest too                         | count >= 334 even latest                       | 2011-06-30 | 150
an average on its due date           | count >= 334 average                           | 2011-12-31 | 0
a share is a level                   | share >= 70                                    | 2011-06-30 | -
a share, after                       | share >= 70                                    | 2012-01-01 | -
a milestone                          | milestone                                      | 2011-06-30 | -
a whole                              | all with met                                   | 2012-01-01 | -
a narrative                          | narrative                                      | 2012-01-01 | -
"""  # noqa: E501


@pytest.mark.parametrize(
    ("criterion", "as_of", "amount"),
    [pytest.param(*line, id=why) for why, *line in table(EXPECTED)],
)
def test_what_is_expected_by_a_date(criterion, as_of, amount):
    answer = expected(case(criterion).rule, day(as_of))

    assert answer == (None if amount == "-" else Decimal(amount))


@pytest.mark.parametrize("as_of", ["2011-01-31", "2011-06-30", "2012-01-01"])
def test_the_progress_of_a_criterion_tells_the_same_expectation(as_of):
    criterion = case(VISITORS, "12125")

    assert criterion.progress(day(as_of)).expected == expected(criterion.rule, day(as_of))
