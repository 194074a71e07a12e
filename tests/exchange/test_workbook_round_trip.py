"""A programme out of one system and into an empty one is the same programme."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from demo.services.generation.programme import Size, generate
from exchange.exports import workbook_of
from exchange.services.loading import load_program
from exchange.services.sections import SECTIONS
from exchange.services.traces import remove
from exchange.services.written import Names, head_of, rows_of
from tests.exchange.files import raw, with_registers

DAY = datetime.date(2026, 11, 22)


def content_of(program):
    """All that a file tells, with numbers in place of the references made of primary keys."""
    names = Names(program, SECTIONS)
    rows = {section.key: list(rows_of(section, names)) for section in SECTIONS}
    number_of = {
        name: f"{section.prefix} no. {number}"
        for section in SECTIONS
        if section.prefix
        for number, (name, _row) in enumerate(rows[section.key])
    }

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return number_of.get(value, value) if isinstance(value, str) else value

    return head_of(program), {
        key: [plain(row) for _name, row in listed] for key, listed in rows.items()
    }


def out_and_in(program):
    """The programme's workbook read where there is none of it, and what it then says."""
    exported, before = workbook_of(program), content_of(program)
    remove(program)
    again = load_program(exported).program
    return before, content_of(again)


@pytest.mark.django_db
def test_one_of_everything_is_the_same_again(ann):
    before, after = out_and_in(load_program(raw(with_registers())).program)
    assert after == before


class RandomProgram(HypothesisTestCase):
    """Every kind of row, of programmes that are made up."""

    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 10_000), criteria=st.integers(26, 40))
    def test_it_is_the_same_again(self, seed, criteria):
        size = Size(criteria, 60, participants=20, requisitions=8, time_entries=20, expenses=25)
        before, after = out_and_in(generate(slug="x", size=size, day=DAY, seed=seed))
        for key, rows in before[1].items():
            assert rows == after[1][key], key
            assert rows, key
        assert after == before
