"""Workbooks of every kind that is met: what is calculated, hidden, padded, strict, or an .ods."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from core.workbook_xml import Formula, TooMuch, book_of
from tests.core.sheets import cell, ods, ods_row, rows_of_workbook, strict, table
from tests.core.test_workbooks import packed, read
from tests.economy.money import saved

MAY = datetime.datetime(2011, 5, 2)


class TestFormulas:
    def test_are_what_they_came_to_when_that_is_stored(self):
        content = packed(
            b"<row><c><f>1+1</f><v>2</v></c>"
            b'<c t="str"><f>A1&amp;" stk"</f><v>2 stk</v></c>'
            b'<c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
            b'<row><c t="str"><f>""</f><v></v></c><c><v>3</v></c></row>'
        )

        assert read(content) == [(1, [2, "2 stk", "#DIV/0!"]), (2, [None, 3])]

    def test_that_were_never_calculated_stand_where_they_stand(self):
        content = packed(
            b"<row><c><f>A9</f></c><c><v>1</v></c><c><f>B9</f><v></v></c></row>"
            b'<row><c><f t="shared" si="0"/></c></row>'
        )

        [(_one, first), (_two, second)] = read(content)

        assert first == ["=A9", 1, "=B9"]
        assert [type(value) for value in first] == [Formula, int, Formula]
        assert second == ["="]

    def test_that_look_like_one_and_are_a_text_are_a_text(self):
        [(_number, [text])] = read(packed(b'<row><c t="str"><v>=A9</v></c></row>'))

        assert (text, type(text)) == ("=A9", str)


class TestTexts:
    def test_of_excel_are_without_its_signs_for_line_breaks(self):
        content = packed(
            b'<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>a_x000D_\nb</t></is></c></row>',
            strings=b"<sst><si><t>Kaffe_x000D_ og kage</t></si></sst>",
        )

        assert read(content) == [(1, ["Kaffe\r og kage", "a\r\nb"])]

    def test_count_no_more_than_there_are_whatever_is_said_of_them(self):
        content = packed(
            b'<row><c t="s"><v>0</v></c></row>',
            strings=b'<sst uniqueCount="7"><si><t>en</t></si></sst>',
        )

        assert read(content) == [(1, ["en"])]

    def test_of_unknown_errors_and_kinds_are_kept(self):
        content = packed(b'<row><c t="e"><v>#SPILL!</v></c><c t="ny"><v>x</v></c></row>')

        assert read(content) == [(1, ["#SPILL!", "x"])]


class TestNumbers:
    @pytest.mark.parametrize(
        ("code", "value", "shown"),
        [
            ("0000000000", 4711, "0000004711"),
            ("00", 4711, "4711"),
            ("0", 4711, 4711),
            ("0000", 4.5, 4.5),
            ("0000", -7, -7),
            ('"OP-"0000', 12, "OP-0012"),
            ("[$EUR] #,##0.00", 12.5, "12.5 EUR"),
            ("#,##0.00 [$€-407]", 12, "12 €"),
            ("#,##0.00 [$kr.-406]", 12, 12),
            ("[$-406]0.00", 12, 12),
        ],
    )
    def test_have_the_zeros_in_front_that_their_format_shows(self, code, value, shown):
        book = Workbook()
        book.active.append([value])
        book.active["A1"].number_format = code

        assert read(saved(book)) == [(1, [shown])]

    def test_are_as_exact_as_in_the_file(self):
        content = packed(
            b"<row><c><v>1234.5</v></c><c><v>0.30000000000000004</v></c><c><v>12.0</v></c></row>"
            b'<row><c><v>12345678901234567</v></c><c t="n"><v>tolv</v></c><c><v>1e3</v></c></row>'
        )

        [(_one, first), (_two, second)] = read(content)

        assert first == [1234.5, 0.30000000000000004, 12]
        assert repr(first[2]) == "12"
        assert second == [12345678901234567, "tolv", 1000]

    @pytest.mark.parametrize("number", ["-1e300", "1e300", "-1", "nan"])
    def test_that_are_no_day_are_an_error_where_a_day_is_shown(self, number):
        content = strict(f'<x:row><x:c s="1"><x:v>{number}</x:v></x:c></x:row>')

        assert read(content) == [(1, ["#VALUE!"])]


class TestStrictWorkbooks:
    ROWS = (
        '<x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c><x:c r="C2" s="1"><x:v>39203</x:v></x:c>'
        '</x:row><x:row r="3"><x:c r="B3" t="b"><x:v>false</x:v></x:c>'
        '<x:c r="C3" t="d"><x:v>2011-05-02</x:v></x:c></x:row>'
    )

    def test_are_read_with_their_prefixes_and_the_days_of_1904(self):
        assert read(strict(self.ROWS, texts=["Åbne Døre"])) == [
            (2, [None, "Åbne Døre", MAY]),
            (3, [None, False, MAY]),
        ]

    def test_count_days_from_1900_otherwise(self):
        rows = read(strict(self.ROWS, texts=["x"], is_1904=False))

        assert rows[0][1][2] == datetime.datetime(2007, 5, 1)


class TestWhatIsHidden:
    @pytest.fixture
    def book(self):
        book = Workbook()
        book.active.title = "Noter"
        book.active.append(["skjult ark"])
        book.active.sheet_state = "hidden"
        book.create_sheet("Forside")
        sheet = book.create_sheet("Poster")
        for values in (["a", 1, 2], ["b", 1, 2]):
            sheet.append(values)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        return saved(book)

    def test_sheets_and_empty_ones_are_passed_over(self, book):
        assert [row.sheet.name for row in rows_of_workbook(book, columns=3)] == ["Poster"] * 2

    def test_sheets_are_named(self, book):
        assert [(sheet.name, sheet.is_hidden) for sheet, _events in book_of(book).sheets()] == [
            ("Noter", True),
            ("Forside", False),
            ("Poster", False),
        ]

    def test_rows_and_columns_of_no_height_and_width_are_hidden_too(self):
        content = packed(
            b'<row ht="0" customHeight="1"><c><v>1</v></c></row><row ht="15"><c><v>2</v></c></row>'
        )

        assert [row.is_hidden for row in rows_of_workbook(content, columns=1)] == [True, False]

    def test_rows_and_columns_say_so(self, book):
        rows = list(rows_of_workbook(book, columns=3))

        assert [row.is_hidden for row in rows] == [False, True]
        assert rows[0].sheet.hidden_columns == {2}


class TestOpenDocument:
    def test_values_are_those_of_python(self):
        content = ods(
            table(
                ods_row(
                    cell("Leje &amp; telt"),
                    cell(1234.5, "1.234,50 kr."),
                    cell(12, "12"),
                    cell(shown="02-05-11", date_value="2011-05-02"),
                    cell(shown="02-05-11 09:30", date_value="2011-05-02T09:30:00"),
                    cell(shown="SAND", boolean_value="true"),
                    cell("#N/A"),
                    cell(0, "FALSK"),
                )
            )
        )

        day, moment = MAY, MAY.replace(hour=9, minute=30)
        assert read(content, columns=8) == [
            (1, ["Leje & telt", 1234.5, 12, day, moment, True, "#N/A", False])
        ]

    def test_of_another_currency_say_so(self):
        of_euros = cell(12.5, "12,50 €", currency="EUR")
        of_kroner = cell(12.5, "12,50 kr.", currency="DKK")

        assert read(ods(table(ods_row(of_euros, of_kroner)))) == [(1, ["12.5 EUR", 12.5])]

    def test_have_the_zeros_in_front_that_are_shown(self):
        assert read(
            ods(table(ods_row(cell(4711, "0000004711"), cell(0.5, "0"), cell(7, "7"))))
        ) == [(1, ["0000004711", 0.5, 7])]

    def test_stand_where_repeated_rows_and_cells_put_them(self):
        content = ods(
            table(
                ods_row("<table:table-cell/>", extra=' table:number-rows-repeated="1048000"'),
                ods_row(
                    '<table:table-cell table:number-columns-repeated="2"/>',
                    cell("x")
                    .replace("<table:table-cell", "<table:covered-table-cell", 1)
                    .replace("</table:table-cell", "</table:covered-table-cell"),
                    '<table:table-cell table:number-columns-repeated="16381"/>',
                ),
                ods_row(
                    cell("y").replace("-cell", '-cell table:number-columns-repeated="16384"', 1),
                    extra=' table:number-rows-repeated="2"',
                ),
            )
        )

        assert read(content) == [
            (1_048_001, [None, None, "x"]),
            (1_048_002, ["y"] * 3),
            (1_048_003, ["y"] * 3),
        ]

    def test_texts_are_what_stands_in_the_cell_without_its_notes(self):
        note = "<office:annotation><text:p>husk</text:p></office:annotation>"
        content = ods(
            table(
                ods_row(
                    f'<table:table-cell office:value-type="string">{note}<text:p>Kaffe<text:s '
                    'text:c="4000000000"/>og <text:span>kage</text:span></text:p>'
                    "<text:p>i dag<text:line-break/>kl. 9</text:p></table:table-cell>"
                )
            )
        )

        assert read(content) == [(1, ["Kaffe og kage\ni dag kl. 9"])]

    def test_a_formula_is_what_it_came_to_else_a_formula(self):
        worked_out = cell(3, "3").replace(
            "<table:table-cell", '<table:table-cell table:formula="of:=1+2"'
        )
        never = '<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>'

        [(_number, values)] = read(ods(table(ods_row(never, worked_out))))

        assert values == ["=SUM([.A1:.A2])", 3]
        assert isinstance(values[0], Formula)

    def test_hidden_sheets_rows_and_columns_say_so(self):
        columns = '<table:table-column/><table:table-column table:visibility="collapse" '
        columns += 'table:number-columns-repeated="2"/>'
        content = ods(
            table(ods_row(cell("skjult")), style="th", name="Noter"),
            table(name="Forside"),
            table(
                ods_row(cell("a")),
                ods_row(cell("b"), extra=' table:visibility="filter"'),
                name="Poster",
                columns=columns,
            ),
        )

        rows = list(rows_of_workbook(content, columns=2))

        assert [(row.values, row.is_hidden) for row in rows] == [(["a"], False), (["b"], True)]
        assert (rows[0].sheet.name, rows[0].sheet.hidden_columns) == ("Poster", {2})
        assert [(sheet.name, sheet.is_hidden) for sheet, _events in book_of(content).sheets()] == [
            ("Noter", True),
            ("Forside", False),
            ("Poster", False),
        ]

    def test_rows_that_are_said_by_the_million_are_too_many(self):
        content = ods(
            table(ods_row(cell("x"), cell("y"), extra=' table:number-rows-repeated="9999999"'))
        )

        with pytest.raises(TooMuch):
            read(content)

    def test_a_document_type_is_refused(self):
        with pytest.raises(ValidationError):
            read(ods(table(ods_row(cell("x"))), before='<!DOCTYPE x [<!ENTITY a "ha">]>'))
