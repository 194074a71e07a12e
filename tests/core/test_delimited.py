"""Text files of rows: what was written is read, and a quotation mark swallows nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delimited import StrayQuote, rows_of_text

cells = st.text(st.sampled_from("abæ1 \";,\t|\n\r'-"), max_size=8) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8
)
tables = st.lists(st.lists(cells, min_size=1, max_size=5), max_size=6)


def never(_cells):
    return False


def is_numbered(found):
    """A row of these tests begins with its number."""
    return len(found) > 1 and found[0].isdigit()


def read(text, is_row=is_numbered):
    return list(rows_of_text(text, ";", is_row))


@given(tables, st.sampled_from(";,\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_the_standard_writer_writes_is_read_row_by_row(table, separator, quoting):
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=separator, quoting=quoting).writerows(table)

    assert list(rows_of_text(output.getvalue(), separator, never)) == table


def test_a_cell_of_several_lines_is_one_cell():
    assert read('1;"Kaffe\nog ""kage"""\n2;Te') == [["1", 'Kaffe\nog "kage"'], ["2", "Te"]]


@pytest.mark.parametrize(
    "text",
    [
        'Nr;Tekst\n1;"Taste\n2;Leje\n3;"Salen" til\n4;Lyd',
        'Nr;Tekst\n1;"Taste\n2;Leje\n3;Salen"\n4;Lyd',
        'Nr;Tekst\n1;"Taste\n2;Leje\n3;Salen\n4;Lyd',
    ],
)
def test_rows_that_have_the_same_cells_are_read_as_they_are_written(text):
    found = read(text)

    assert [row[0] for row in found] == ["Nr", "1", "2", "3", "4"]
    assert found[1] == ["1", '"Taste']


def test_what_is_quoted_rightly_beside_a_stray_mark_is_without_its_marks():
    assert read('Nr;Tekst\n1;"Te"\n2;"Taste\n3;"a ""b"""') == [
        ["Nr", "Tekst"],
        ["1", "Te"],
        ["2", '"Taste'],
        ["3", 'a "b"'],
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('Nr;Tekst;C\n1;"Taste;c\n2;"a;b";c\n3;Salen;c', 2),
        ('Nr;Tekst;C\n1;a;c\n2;"Taste;c\n3;d\n4;x";c\n', 3),
    ],
)
def test_others_are_stopped_where_the_mark_stands(text, row):
    with pytest.raises(StrayQuote) as stopped:
        read(text)

    assert stopped.value.row == row
