"""How a criterion will be judged, said before anything is measured."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given

from indicators.models.choices import Status
from indicators.rules.progress import Facts, Thresholds, evaluate
from indicators.rules.verdicts import verdict_of
from tests.indicators.rules import case, day, table
from tests.indicators.strategies import UPWARD, count_rules

CASES = """
criterion                          | met   | behind | on         | whole
share >= 40 of 60                  | 24    | 18     | 2011-12-31 | 60
share > 40 of 60                   | 25    | 18     | 2011-12-31 | 60
share >= 66.6666 sum               | 67    | 50     | 2011-12-31 | 100
share >= 40 of linked 45+30        | 40    | 30     | 2011-12-31 | 100
share <= 10                        | 10    | -      | -          | 100
share > 100                        | -     | -      | -          | 100
share >= 40 of 0                   | -     | -      | -          | 0
count >= 30000 sum even            | 30000 | 11250  | 2011-07-17 | -
count >= 1000 due 2011-08-31       | 1000  | -      | -          | -
count >= 60 sum planned 30@2011-06-30 60@2011-10-15 | 60 | 23 | 2011-06-30 | -
count > 5                          | 6     | -      | -          | -
count >= 2.5                       | 3     | -      | -          | -
count <= 10                        | 10    | -      | -          | -
count < 10                         | 9     | -      | -          | -
count <= 0                         | 0     | -      | -          | -
count < 0                          | -     | -      | -          | -
count = 4                          | 4     | -      | -          | -
count = 2.5                        | -     | -      | -          | -
"""


def number(text):
    return None if text == "-" else int(text)


@pytest.mark.parametrize(("criterion", "met", "behind", "on", "whole"), list(table(CASES)))
def test_the_limits(criterion, met, behind, on, whole):
    verdict = verdict_of(case(criterion).rule)

    assert (verdict.met, verdict.behind) == (number(met), number(behind))
    assert verdict.on == (None if on == "-" else day(on))
    assert verdict.whole == number(whole)


@pytest.mark.parametrize(
    ("criterion", "unit", "sentence"),
    [
        (
            "share >= 40 of 60",
            "",
            "Krav: mindst 40\u00a0% senest den 31. december 2011. Opfyldt, hvis det er 24 af 60 "
            "(40\u00a0%), når den 31. december 2011 er gået. Indtil da bagud, hvis det er under "
            "18 af 60 (30\u00a0%).",
        ),
        (
            "count >= 30000 sum even",
            "besøgende",
            "Krav: mindst 30.000 besøgende senest den 31. december 2011. Opfyldt, så snart det er "
            "30.000. Bagud den 17. juli 2011, hvis det er under 11.250.",
        ),
        (
            "count >= 1000 sum due 2011-08-31",
            "besøgende",
            "Krav: mindst 1.000 besøgende senest den 31. august 2011. Opfyldt, så snart det er "
            "1.000. Før da ventes intet.",
        ),
        (
            "count <= 10",
            "klager",
            "Krav: højst 10 klager senest den 31. december 2011. Opfyldt, hvis det ikke er over "
            "10, når den 31. december 2011 er gået. Bagud, så snart det er mere.",
        ),
        (
            "count = 4",
            "",
            "Krav: præcis 4 senest den 31. december 2011. Opfyldt, hvis det er præcis 4, når "
            "den 31. december 2011 er gået. Bagud, så snart det er mere.",
        ),
        (
            "share > 100",
            "",
            "Krav: over 100\u00a0% senest den 31. december 2011. Intet tal kan opfylde det.",
        ),
        (
            "milestone",
            "",
            "Opfyldt, når det er meldt gjort; ikke opfyldt, hvis det ikke er sket senest den "
            "31. december 2011.",
        ),
        ("all", "", "Opfyldt, når alle dets underkriterier er opfyldt."),
        ("narrative", "", "Har intet tal: en leder vurderer det senest den 31. december 2011."),
    ],
)
def test_the_sentence(criterion, unit, sentence):
    assert verdict_of(case(criterion).rule, unit=unit).sentence == sentence


def test_the_programmes_own_limits_decide_what_is_behind():
    strict = Thresholds(on_track_from=Decimal(95), at_risk_from=Decimal(90))

    assert verdict_of(case("share >= 40 of 60").rule, strict).behind == 22


@given(count_rules(comparisons=UPWARD))
def test_one_less_is_not_met_and_not_short_of_behind(rule):
    verdict = verdict_of(rule)

    def status(figure, on):
        facts = {rule.key: Facts(value=Decimal(figure), reported=True)}
        return evaluate({rule.key: rule}, facts, {}, on)[rule.key].status

    over = rule.due_on + datetime.timedelta(days=1)
    assert status(verdict.met, over) == Status.MET
    if verdict.met:
        assert status(verdict.met - 1, over) == Status.MISSED
    if verdict.behind:
        assert status(verdict.behind - 1, verdict.on) == Status.BEHIND
        assert status(verdict.behind, verdict.on) != Status.BEHIND
