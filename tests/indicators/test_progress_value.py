"""The value as of a date (the domain's section 3.1): which measurements count, and to what.

Measurements are listed in the order of their recording; see tests/indicators/rules.py.
"""

from decimal import Decimal

import pytest

from indicators.rules.progress import NO_FACTS, facts_of
from tests.indicators.rules import DUE, case, day, table

COUNTS = """
why                           | aggregation | measured                  | as of      | value
no measurement is no value    | sum         | -                         | 2011-12-31 | -
no measurement is no value    | latest      | -                         | 2011-12-31 | -
no measurement is no value    | highest     | -                         | 2011-12-31 | -
no measurement is no value    | average     | -                         | 2011-12-31 | -
nought is a value             | sum         | 0                         | 2011-12-31 | 0
nought is a value             | latest      | 5 0                       | 2011-12-31 | 0
nought is a value             | highest     | 0                         | 2011-12-31 | 0
nought is a value             | average     | 0 0                       | 2011-12-31 | 0
all are added                 | sum         | 18000 14500               | 2011-12-31 | 32500
parts are exact               | sum         | 0.1 0.2                   | 2011-12-31 | 0.3
the newest by date            | latest      | 7@2011-06-02 3@2011-06-01 | 2011-12-31 | 7
then by when it was recorded  | latest      | 7@2011-06-01 3@2011-06-01 | 2011-12-31 | 3
the largest                   | highest     | 3 7 5                     | 2011-12-31 | 7
the mean                      | average     | 3 4                       | 2011-12-31 | 3.5
the mean of many              | average     | 1 1 4                     | 2011-12-31 | 2
none dated later              | sum         | 4@2011-06-01 9@2011-06-02 | 2011-06-01 | 4
none dated later              | latest      | 4@2011-06-01 9@2011-06-02 | 2011-06-01 | 4
none dated later              | highest     | 4@2011-06-01 9@2011-06-02 | 2011-06-01 | 4
none dated later              | average     | 4@2011-06-01 9@2011-06-02 | 2011-06-01 | 4
the day itself counts         | sum         | 4@2011-06-01 9@2011-06-02 | 2011-06-02 | 13
nothing yet                   | sum         | 4@2011-06-01              | 2011-05-31 | -
after the due date too        | sum         | 4@2011-06-01 9@2012-02-01 | 2012-03-01 | 13
recorded late, measured early | latest      | 9@2011-06-02 4@2011-06-01 | 2011-06-01 | 4
retracted ones never          | sum         | 4 9:retracted             | 2011-12-31 | 4
retracted ones never          | latest      | 4 9:retracted             | 2011-12-31 | 4
retracted ones never          | highest     | 4 9:retracted             | 2011-12-31 | 4
retracted ones never          | average     | 4 9:retracted             | 2011-12-31 | 4
only retracted is no value    | sum         | 9:retracted               | 2011-12-31 | -
forecasts never               | sum         | 4 25@2011-12-31:forecast  | 2011-11-20 | 4
nor on the day that it is for | sum         | 4 25@2011-12-31:forecast  | 2011-12-31 | 4
nor after it                  | highest     | 4 25@2011-12-31:forecast  | 2012-01-01 | 4
nor after it                  | latest      | 25@2011-12-31:forecast    | 2012-01-01 | -
"""

SHARES = """
why                              | criterion              | measured                      | pair
no measurement is no value       | sum                    | -                             | - of -
the newest pair                  | latest                 | 20/30 40/50                   | 40 of 50
then by when it was recorded     | latest                 | 4/5@2011-06-01 3/5@2011-06-01 | 3 of 5
pairs are pooled                 | sum                    | 20/30 40/50                   | 60 of 80
percentages are never averaged   | sum                    | 1/1 0/99                      | 1 of 100
the largest share                | highest                | 20/30 40/50 9/12              | 40 of 50
not the largest numerator        | highest                | 4/5 70/100                    | 4 of 5
one alike in other figures       | highest                | 1/3 33333/100000              | 1 of 3
none of several is a value       | sum                    | 0/5 0/7                       | 0 of 12
a pair of 0 is passed over       | sum                    | 20/30 0/0                     | 20 of 30
a pair of 0 is passed over       | highest                | 20/30 0/0                     | 20 of 30
though it comes first            | highest                | 0/0 20/30                     | 20 of 30
but a newest pair of 0 stands    | latest                 | 20/30 0/0                     | 0 of 0
only pairs of 0                  | sum                    | 0/0 0/0                       | - of 0
only pairs of 0                  | highest                | 0/0                           | - of 0
retracted ones never             | sum                    | 20/30 40/50:retracted         | 20 of 30
retracted ones never             | highest                | 20/30 40/50:retracted         | 20 of 30
retracted ones never             | latest                 | 20/30 40/50:retracted         | 20 of 30
forecasts never                  | sum                    | 20/30 40/50:forecast          | 20 of 30
a fixed base counts once         | sum of 60              | 12 12                         | 24 of 60
with the newest numerator        | latest of 60           | 24 12                         | 12 of 60
with the largest numerator       | highest of 60          | 24 12                         | 24 of 60
nothing but the base             | latest of 60           | -                             | - of 60
a linked base is the counts' sum | latest of linked 45+30 | 24                            | 24 of 75
and counts once                  | sum of linked 45+30    | 12 12                         | 24 of 75
a base of one                    | highest of linked 75   | 30 29                         | 30 of 75
a count never measured           | latest of linked -     | 30                            | 30 of -
"""

MILESTONES = """
why                          | measured                            | done
nothing                      | -                                   | -
done                         | done                                | yes
reported as not done         | not-done                            | no
taken back                   | done not-done                       | no
done after all               | not-done done                       | yes
the newest by date           | done@2011-06-02 not-done@2011-06-01 | yes
then by recording            | not-done@2011-06-01 done@2011-06-01 | yes
the taking back is retracted | done not-done:retracted             | yes
a forecast                   | done:forecast                       | -
"""


def _lines(text):
    return [pytest.param(*line, id=f"{' '.join(line[:2])}: {why}") for why, *line in table(text)]


def _current_text(amount):
    return "-" if amount is None else f"{amount.normalize():f}"


@pytest.mark.parametrize(("aggregation", "measured", "as_of", "value"), _lines(COUNTS))
def test_what_the_measurements_of_a_count_come_to(aggregation, measured, as_of, value):
    count = case(f"count >= 10 {aggregation}", measured)

    assert _current_text(count.progress(day(as_of)).value) == value


@pytest.mark.parametrize(("criterion", "measured", "pair"), _lines(SHARES))
def test_what_the_measurements_of_a_share_come_to(criterion, measured, pair):
    progress = case(f"share >= 40 {criterion}", measured).progress(DUE)

    assert f"{_current_text(progress.numerator)} of {_current_text(progress.denominator)}" == pair
    assert progress.value is None


@pytest.mark.parametrize(("measured", "done"), _lines(MILESTONES))
def test_the_newest_report_decides_a_milestone(measured, done):
    progress = case("milestone", measured).progress(DUE)

    assert progress.done == {"-": None, "yes": True, "no": False}[done]


def test_a_linked_base_is_the_value_as_of_the_same_date():
    share = case("share >= 40 of linked 60@2011-06-01+15@2011-09-01", "24@2011-06-01")

    assert share.progress(day("2011-05-31")).share is None
    # Restaurants were not counted yet, so there is no base to hold the 24 against.
    assert share.progress(day("2011-08-31")).share is None
    assert share.progress(day("2011-09-01")).share == (24, 75)


def test_a_linked_base_follows_the_measurements_of_its_count():
    share = case("share >= 40 of linked 60", "24")
    base = next(key for key in share.rules if key != "it")
    more = {
        **share.readings,
        base: case("count >= 1", "60@2011-04-01 15@2011-09-01").readings["it"],
    }
    grown = type(share)(share.rule, share.rules, more)

    assert grown.progress(day("2011-08-31")).share == (24, 60)
    assert grown.progress(day("2011-09-01")).share == (24, 75)


def test_a_derived_count_starts_at_nought_and_a_derived_share_without_a_value():
    assert case("count >= 10 derived").progress(DUE).value == 0
    assert case("share >= 40 derived of 60").progress(DUE).share is None


def test_nothing_reported_is_told_from_a_pair_of_nought():
    share = case("share >= 40 sum").rule

    assert facts_of(share, [], DUE) == NO_FACTS
    assert facts_of(share, case("share >= 40", "0/0").readings["it"], DUE).reported


ROUGH = """
why                                     | criterion          | measured               | rough
«ca. 3000» is rough                     | count >= 9 sum     | 3000:rough             | yes
a sum with a rough figure in it         | count >= 9 sum     | 3000:rough 5           | yes
exact figures only                      | count >= 9 sum     | 3000 5                 | no
a rough figure that was retracted       | count >= 9 sum     | 3000 5:rough:retracted | no
an average with a rough figure in it    | count >= 9 average | 3000:rough 5           | yes
the latest is exact, an older was rough | count >= 9 latest  | 3000:rough 5           | no
the latest is rough                     | count >= 9 latest  | 3000 5:rough           | yes
the highest is rough                    | count >= 9 highest | 3000:rough 5           | yes
the highest is exact                    | count >= 9 highest | 3000 5:rough           | no
the latest pair is rough                | share >= 9 latest  | 2/3 1/3:rough          | yes
a pool with a rough pair                | share >= 9 sum     | 2/3 1/3:rough          | yes
the highest pair is exact               | share >= 9 highest | 2/3 1/3:rough          | no
"""


@pytest.mark.parametrize(("criterion", "measured", "rough"), _lines(ROUGH))
def test_a_value_is_rough_where_a_figure_that_makes_it_is(criterion, measured, rough):
    assert case(criterion, measured).progress(DUE).approximate == (rough == "yes")


def test_many_small_figures_sum_exactly():
    value = case("count >= 100", " ".join(["0.1@2011-06-01"] * 1000)).progress(DUE).value

    assert value == Decimal(100)
