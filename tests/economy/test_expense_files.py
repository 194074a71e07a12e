"""The finance system's files: read with caps, whatever is in them."""

import datetime
import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from economy.rules.expense_files import (
    ImportRow,
    every_row,
    from_hidden_text,
    read_expenses,
    to_hidden_text,
)
from economy.rules.finance_tables import CPR_PLACEHOLDER, MAX_ROWS
from tests.core.sheets import cell, ods, ods_row, strict, table
from tests.directory.test_sheets import with_part
from tests.economy.money import DAY, HEADINGS, saved, text_file, upload, workbook

pytestmark = pytest.mark.usefixtures("english")

AS_WRITTEN = ImportRow(2, "02-05-2011", "1.234,50", "Leje af scene", "B-1", "int-dage")
LINE = "02-05-2011;1.234,50;Leje af scene;B-1;int-dage"


def read(content, name="poster.xlsx", **given):
    return read_expenses(upload(content, name), **given)


def read_text(*lines, **given):
    return read(text_file(*lines, **given), "poster.csv").rows


class TestText:
    def test_a_row_is_its_cells_below_their_headings(self):
        assert read_text(LINE) == [AS_WRITTEN]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_danish_letters_are_read_in_every_usual_encoding(self, encoding):
        [row] = read_text(LINE.replace("scene", "æøå"), encoding=encoding)

        assert row.text == "Leje af æøå"

    @pytest.mark.parametrize(
        ("headings", "line"),
        [
            ("Dato,Beløb,Tekst,Bilag,Linje", '02-05-2011,"1.234,50",Leje af scene,B-1,int-dage'),
            (
                "Dato\tBeløb\tTekst\tBilag\tLinje",
                "02-05-2011\t1.234,50\tLeje af scene\tB-1\tint-dage",
            ),
        ],
    )
    def test_commas_and_tabs_separate_too(self, headings, line):
        assert read_text(line, headings=headings) == [AS_WRITTEN]

    @pytest.mark.parametrize(
        "headings",
        [
            "BOGFØRINGSDATO;beløb (kr.);Posteringstekst;Bilagsnr.;Konto",
            "Posteringsdato;Beløb i kr.;Beskrivelse;Bilagsnummer;Budgetlinje",
        ],
    )
    def test_columns_are_known_by_their_usual_headings(self, headings):
        assert read_text(LINE, headings=headings) == [AS_WRITTEN]

    def test_other_columns_are_passed_over_and_any_order_will_do(self):
        headings = "Afdeling;Linje;Bilag;Moms;Tekst;Beløb;Dato"
        line = "A;int-dage;B-1;25;Leje af scene;1.234,50;02-05-2011"

        assert read_text(line, headings=headings) == [AS_WRITTEN]

    def test_a_title_above_the_headings_and_blank_rows_are_passed_over(self):
        rows = read_text("", "Dato;Beløb;Tekst;Bilag;Linje", ";;;;", LINE, headings="Udskrift")

        assert [(row.number, row.voucher) for row in rows] == [(5, "B-1")]

    def test_rows_without_a_line_take_the_one_that_was_chosen(self):
        content = text_file("02-05-2011;10;Leje;B-1", headings="Dato;Beløb;Tekst;Bilag")

        assert read(content, "p.csv", default_line="@7").rows[0].line == "@7"

    def test_missing_headings_are_named(self):
        with pytest.raises(ValidationError) as error:
            read_text("02-05-2011;10;x", headings="Dato;Beløb;Tekst")

        assert "headed «Bilag», «Linje»" in error.value.messages[0]

    def test_a_file_without_rows_is_refused(self):
        with pytest.raises(ValidationError, match="no row below"):
            read_text()

    def test_a_cpr_number_is_neither_kept_nor_shown(self):
        [row] = read_text(LINE.replace("scene", "010190-1234"))

        assert row.text == CPR_PLACEHOLDER

    def test_a_long_cell_is_cut_where_it_is_seen_to_be_too_long(self):
        [row] = read_text(LINE.replace("scene", "a" * 100_000))

        assert len(row.text) == 301

    def test_of_a_hundred_thousand_rows_no_more_is_read_than_it_takes_to_refuse_them(self):
        found = read(text_file(*(f"{LINE}{n}" for n in range(100_000))), "p.csv")

        assert (len(found.rows), found.has_more) == (MAX_ROWS, True)

    def test_of_exactly_as_many_rows_as_are_read_nothing_is_left(self):
        found = read(text_file(*(f"{LINE}{n}" for n in range(MAX_ROWS))), "p.csv")

        assert (len(found.rows), found.has_more) == (MAX_ROWS, False)

    def test_rows_after_thousands_of_blank_ones_are_not_lost(self):
        found = read(text_file(LINE, *[";;;;"] * 5000, f"{LINE}2"), "p.csv")

        assert [row.number for row in found.rows] == [2, 5003]
        assert not found.has_more

    def test_every_row_is_read_one_by_one(self):
        content = text_file(*(f"{LINE}{n}" for n in range(3000)))

        assert sum(1 for _row in every_row(upload(content, "p.csv"))) == 3000


class TestWorkbooks:
    def test_dates_and_amounts_of_excel_become_danish(self):
        rows = read(
            workbook(
                [DAY, 1234.5, "Leje af scene", "B-1", "int-dage"],
                [datetime.datetime(2011, 5, 2), 30000, "Telt", 10023, 4711],
                ["02.05.2011", "1.234,50", "Telt", 10023.0, "int-dage"],
                [DAY, 0.1 + 0.2, "Telt", "B-3", "x"],
                [DAY, 10.125, "Telt", "B-4", "x"],
            )
        ).rows

        assert rows[0] == ImportRow(2, "02-05-2011", "1.234,50", "Leje af scene", "B-1", "int-dage")
        assert rows[1] == ImportRow(3, "02-05-2011", "30.000", "Telt", "10023", "4711")
        assert (rows[2].on, rows[2].voucher) == ("02.05.2011", "10023")
        assert [row.amount for row in rows[3:]] == ["0,30", "10,1250"]

    def test_formulas_errors_and_negatives_stay_what_they_are(self):
        rows = read(
            workbook(
                [DAY, "=SUM(B1:B9)", "x", "B-1", "y"],
                ["#N/A", "#REF!", "x", "B-2", "y"],
                [DAY, -500, "x", "B-3", True],
            )
        ).rows

        assert [(row.on, row.amount) for row in rows] == [
            ("02-05-2011", "=SUM(B1:B9)"),
            ("#N/A", "#REF!"),
            ("02-05-2011", "\u2212500"),
        ]

    def test_formulas_are_what_they_came_to_and_no_column_is_lost_where_they_came_to_nothing(self):
        content = workbook(["02-05-2011", "=1000+234.5", "x", "B-1", '="int-"&"dage"'])
        part = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
        part = re.sub(rb"(<f>1000[^/]*</f>)<v ?/?>(</v>)?", rb"\1<v>1234.5</v>", part)

        [row] = read(with_part("xl/worksheets/sheet1.xml", part, content)).rows

        assert (row.amount, row.voucher, row.line) == ("1.234,50", "B-1", '="int-"&"dage"')

    def test_a_voucher_number_keeps_the_zeros_that_it_is_shown_with(self):
        book = Workbook()
        for values in (HEADINGS, [DAY, 10, "x", 4711, "y"]):
            book.active.append(values)
        book.active["D2"].number_format = "0000000000"

        assert read(saved(book)).rows[0].voucher == "0000004711"

    def test_a_line_break_of_excel_is_a_space(self):
        content = workbook([DAY, 10, "Kaffe_x000D_\nog kage", "B-1", "y"])

        assert read(content).rows[0].text == "Kaffe og kage"

    def test_strict_ones_are_read_with_the_days_of_1904(self):
        texts = [*HEADINGS, "Leje af scene", "B-1", "int-dage"]
        heads = "".join(f'<x:c t="s"><x:v>{n}</x:v></x:c>' for n in range(5))
        row = (
            '<x:c s="1"><x:v>39203</x:v></x:c><x:c><x:v>1234.5</x:v></x:c>'
            '<x:c t="s"><x:v>5</x:v></x:c><x:c t="s"><x:v>6</x:v></x:c>'
            '<x:c t="s"><x:v>7</x:v></x:c>'
        )
        content = strict(f"<x:row>{heads}</x:row><x:row>{row}</x:row>", texts=texts)

        assert read(content).rows == [AS_WRITTEN]

    def test_of_an_opendocument_spreadsheet_the_values_are_read_not_how_they_are_shown(self):
        content = ods(
            table(
                ods_row(*map(cell, HEADINGS)),
                ods_row(
                    cell(shown="2. maj", date_value="2011-05-02"),
                    cell(1234.5, "kr. 1.235"),
                    *map(cell, ["Leje af scene", "B-1", "int-dage"]),
                ),
            )
        )

        assert read(content, "poster.ods").rows == [AS_WRITTEN]

    def test_of_merged_cells_only_the_first_holds_something(self):
        book = Workbook()
        for row in (HEADINGS, [DAY, 10, "x", "B-1", "y"], [DAY, 20, "x", "B-2", "y"]):
            book.active.append(row)
        book.active.merge_cells("A2:A3")

        assert [row.on for row in read(saved(book)).rows] == ["02-05-2011", ""]

    def test_of_many_rows_no_more_is_read_than_it_takes_to_refuse_them(self):
        found = read(workbook(*([DAY, n, "x", f"B-{n}", "y"] for n in range(1, 3000))))

        assert (len(found.rows), found.has_more) == (MAX_ROWS, True)

    def test_a_row_far_below_and_beside_the_columns_is_passed_over(self):
        book = Workbook()
        for row in (HEADINGS, [DAY, 10, "x", "B-1", "y"]):
            book.active.append(row)
        book.active.cell(1_048_576, 16_384, "Langt nede")

        assert len(read(saved(book)).rows) == 1

    def test_one_that_unpacks_to_gigabytes_is_refused_unopened(self):
        bomb = with_part("xl/worksheets/sheet1.xml", b"a" * (60 * 1024 * 1024), workbook())
        assert len(bomb) < 1024 * 1024

        with pytest.raises(ValidationError, match="too large"):
            read(bomb)

    def test_strings_that_would_fill_the_memory_are_refused(self):
        bomb = with_part("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 600_000, workbook())

        with pytest.raises(ValidationError, match="too large"):
            read(bomb)

    def test_entities_are_refused(self):
        laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'

        with pytest.raises(ValidationError, match="something other than a sheet"):
            read(with_part("xl/sharedStrings.xml", laughs, workbook()))


def other_zip():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.txt", "a")
    return output.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"%PDF-1.4 %%EOF",
        b"<html><table><tr><td>Dato</td></tr></table></html>",
        b'Dato;Bel\xc3\xb8b;Tekst;Bilag;Linje\n"' + b"a" * 200_000,
        other_zip(),
        workbook()[:-300],
        with_part("xl/workbook.xml", b"<not><closed>", workbook()),
        with_part("xl/vbaProject.bin", b"macro", workbook()),
    ],
)
def test_what_is_no_sound_file_is_refused_with_a_word(content):
    with pytest.raises(ValidationError) as refusal:
        read(content)

    assert refusal.value.messages[0]


def test_a_file_of_many_bytes_is_refused_before_it_is_read():
    large = upload(b"PK")
    large.size = 11 * 1024 * 1024

    with pytest.raises(ValidationError, match="too large"):
        read_expenses(large)


class TestCarrying:
    def test_rows_come_through_as_they_were(self):
        rows = [AS_WRITTEN, ImportRow(3, text='"æ";<b>\t')]

        assert from_hidden_text(to_hidden_text(rows)) == [AS_WRITTEN, ImportRow(3, text='"æ";<b>')]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "{}",
            "[]",
            "[1]",
            "[[]]",
            '[[0,"","","","",""]]',
            '[[true,"","","","",""]]',
            '[["2","","","","",""]]',
            '[[2,"","","",""]]',
            '[[2,1,"","","",""]]',
            '[[2,"","","","",""],[2,"","","","",""]]',
            "[" * 100_000,
            "[" + ",".join(f'[{n},"","","","",""]' for n in range(1, 1002)) + "]",
        ],
    )
    def test_any_other_text_is_refused(self, text):
        with pytest.raises((ValueError, TypeError, RecursionError)):
            from_hidden_text(text)

    def test_a_cpr_number_typed_into_what_is_carried_is_not_shown_again(self):
        assert from_hidden_text('[[2,"","","010190-1234","",""]]')[0].text == CPR_PLACEHOLDER
