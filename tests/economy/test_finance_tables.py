"""The sheets of a file, as they are read and on their way through a page."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from economy.rules.finance_tables import (
    Table,
    TableRow,
    clean_cell,
    from_packed_text,
    read_tables,
    to_packed_text,
)
from tests.economy.money import HEADINGS, upload

letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="<")
cells = st.text(st.sampled_from("aæ1 \";,|\n\r'-"), max_size=10) | st.text(letters, max_size=10)
rows = st.lists(st.lists(cells, min_size=5, max_size=5), max_size=8)
numbers = st.integers(-(10**15), 10**15) | st.floats(-1e9, 1e9)
values = st.text(max_size=20).map(clean_cell) | numbers


@given(rows, st.sampled_from(";,\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_every_row_that_was_written_is_read_with_its_number(written, separator, quoting):
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=separator, quoting=quoting).writerows([HEADINGS, *written])

    [found] = read_tables(upload(output.getvalue().encode("utf-8"), "p.csv"))

    expected = [(n, [clean_cell(cell) for cell in row]) for n, row in enumerate(written, 2)]
    assert [(row.number, list(row.cells)) for row in found.rows[1:]] == [
        (number, row) for number, row in expected if any(row)
    ]


@given(st.lists(st.lists(values, max_size=4), min_size=1, max_size=5), st.booleans())
def test_tables_come_through_as_they_were(given_rows, is_hidden):
    found = [TableRow(number, row, is_hidden) for number, row in enumerate(given_rows, 1)]
    table = Table("Ark1", is_hidden, found, frozenset({2}), goes_on=True, lines=7)

    assert from_packed_text(to_packed_text([table])) == [table]


@pytest.mark.parametrize("size", [100, 2000])
def test_what_is_too_long_to_be_carried_is_not(size):
    table = Table("", False, [TableRow(n, [f"{n}" * 60] * 40) for n in range(1, size)])

    assert bool(to_packed_text([table])) == (size == 100)
