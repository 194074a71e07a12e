"""Wordings and what is proposed for them: a table of phrases, the demo's criteria, any text."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.dates import parse_date
from core.numbers import parse_number
from indicators.rules.sources import clues
from indicators.rules.wording.reading import read_wording
from indicators.rules.wording.words import NUMBER_WORDS, fraction_of
from tests.indicators.rules import table
from tests.indicators.wording.phrases import PHRASES
from tests.indicators.wording.shorthand import told

FILES = Path(__file__).parents[3] / "demo/files"


@pytest.mark.parametrize(("phrase", "reading"), list(table(PHRASES)))
def test_a_phrase_is_read(phrase, reading):
    assert told(read_wording(phrase, clues())) == reading


def test_every_value_says_where_it_was_read():
    text = "Mindst 1,5 mio. kr. er rejst inden 1. maj 2011"
    proposal = read_wording(text, clues())

    read = [proposal.comparison, proposal.target, proposal.unit, proposal.due]
    quoted = [each.quoted_from(text) for each in read]
    assert quoted == ["Mindst", "1,5 mio.", "kr.", "inden 1. maj 2011"]


# The demo's criteria -----------------------------------------------------------------------------

# Where the configured criterion is something else than its wording says by itself, and why.
DIFFERENT = {
    # More than one demand in a sentence that names one figure.
    ("partnerskab-og-restauranter", "measure"): ("all", "count"),
    # «mindst 1 initiativ» is told as done or not.
    ("beskaeftigelse", "measure"): ("milestone", "count"),
    ("unge", "measure"): ("milestone", "count"),
    ("frivilligt-arbejde", "measure"): ("milestone", "count"),
    # Units in other words than the wording's.
    ("besoegende", "unit"): ("besøgende", "mennesker"),
    ("klasser", "unit"): ("klasser", "folkeskoleklasser"),
    ("besoeg-gennemfoert", "unit"): ("besøg", "projektbesøg"),
    ("konferencer", "unit"): ("arrangementer", "konferencer"),
    # Counted at the Bazaar: the wording says nothing of where.
    ("unge-involveret", "source"): ("attendance", "manual"),
    # The education ends two weeks before the programme does.
    ("borgerdialog", "due_on"): ("2012-06-15", "2012-06-30"),
}
# What is configured and not proposed: a person adds it.
LEFT_EMPTY = {
    (ref, "due_on")
    for ref in (
        "partnerskab-og-restauranter",
        "partnerskab-woco",
        "restauranter",
        "eid-besoegende",
        "eid-foreninger",
        "forankringsstrategi",
        "afslutningskoncert",
    )
}
# What is proposed and not configured: the figure of one of its two parts.
TOO_MUCH = {
    ("partnerskab-og-restauranter", name)
    for name in ("comparison", "target", "unit", "source", "who")
} | {
    (ref, name)
    for ref in ("beskaeftigelse", "unge", "frivilligt-arbejde")
    for name in ("comparison", "target", "unit", "source")
}


def criteria():
    for name in ("program-2011", "program-2007-2"):
        program = json.loads((FILES / f"{name}.json").read_text())
        for criterion in program["criteria"]:
            yield program, criterion


def configured(criterion):
    figures = {name: criterion.get(name) for name in ("measure", "unit", "source", "due_on")}
    figures["target"] = Decimal(criterion["target"]) if "target" in criterion else None
    if criterion["measure"] in ("count", "share"):
        figures["comparison"] = criterion.get("comparison", ">=")
        figures["source"] = criterion.get("source", "manual")
    base = criterion.get("denominator", {})
    figures["base"], figures["base_value"] = base.get("mode"), base.get("value")
    roster = criterion.get("roster", {})
    figures["who"], figures["bilingual_over"] = roster.get("kind"), roster.get("bilingual_over")
    return {name: str(value) for name, value in figures.items() if value is not None}


def proposed(criterion, program):
    proposal = read_wording(criterion["wording"], clues())
    names = ("measure", "comparison", "target", "unit", "base", "base_value", "source", "who")
    found = {name: read.value for name in names if (read := getattr(proposal, name))}
    if "target" in found:
        # What a form begins with.
        found.setdefault("comparison", ">=")
        found.setdefault("source", "manual")
    if proposal.due:
        days = (parse_date(program["starts_on"]), parse_date(program["ends_on"]))
        found["due_on"] = proposal.due.value.within(*days)
    if proposal.conditions:
        found["bilingual_over"] = proposal.conditions[0].target.value
    return {name: str(value) for name, value in found.items()}


def test_the_demos_criteria_are_proposed_as_they_were_configured_but_for_those_listed():
    different, empty, too_much = {}, set(), set()
    for program, criterion in criteria():
        demanded, found = configured(criterion), proposed(criterion, program)
        for name, value in demanded.items():
            if name not in found:
                empty.add((criterion["ref"], name))
            elif found[name] != value:
                different[criterion["ref"], name] = (value, found[name])
        too_much |= {(criterion["ref"], name) for name in found if name not in demanded}

    assert different == DIFFERENT
    assert empty == LEFT_EMPTY
    assert too_much == TOO_MUCH


# Any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *re.findall(r"\w+|[^\w\s]+", PHRASES),
        "1.",
        "30.000",
        "½",
        "٣",
        "\u00a0",
        "\t",
        "\n",
        ",-",
        "¤",
    ]
)
TEXTS = st.text(max_size=80) | st.lists(PIECES | st.text(max_size=4), max_size=25).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


def numbers_of(proposal):
    for read in (proposal.target, proposal.base_value, proposal.baseline):
        if read:
            yield read
    yield from (condition.target for condition in proposal.conditions)
    for part in proposal.parts:
        yield from numbers_of(part)


def stands_there(text, read):
    """The number is what stands there, and all of it: in digits, as a word, or as a fraction."""
    words = " ".join(read.quoted_from(text).casefold().split())
    around = text[max(0, read.start - 2) : read.start], text[read.end : read.end + 2]
    if words[0].isdigit():
        assert not re.search(r"[\w]$|[0-9][.,]$", around[0]), around
        assert not re.match(r"\w|[.,'][0-9]", around[1]) or around[1][:2] == "kr", around
    if words in ("alle", "samtlige", "alle de", "samtlige de", "ingen"):
        return read.value == (0 if words == "ingen" else 100)
    fraction = fraction_of(words)
    if parts := re.fullmatch(r"(\S+) (?:ud af|af (?:de|disse))(?: de)? (\S+)", words):
        some, whole = (
            NUMBER_WORDS.get(word) or parse_number(word).value for word in parts.groups()
        )
        return abs(read.value * Decimal(whole) - 100 * Decimal(some)) <= Decimal(whole) / 10_000
    if fraction is not None:
        return abs(read.value - 100 * Decimal(fraction.numerator) / fraction.denominator) < Decimal(
            "0.0001"
        )
    if words in NUMBER_WORDS:
        return read.value == NUMBER_WORDS[words]
    return read.value == parse_number(words).value


@given(TEXTS)
@example("Mindst 3.000-4.000 besøgende")
@example("mindst 30,000 af 1 ud af 0")
@example("senest 31. februar 2011 og 29. februar")
@example("5 % af de 10.000.000.000.000.000.000 borgere")
def test_no_text_whatsoever_is_given_a_number_that_does_not_stand_in_it(text):
    for read in numbers_of(read_wording(text, clues())):
        assert stands_there(text, read)
