"""What becomes of each row of an import, and that all or nothing is saved."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from economy.forms.cells import read_cells
from economy.models import Expense
from economy.rules.expense_files import ImportRow
from economy.rules.finance_tables import CPR_PLACEHOLDER
from economy.rules.importing import AT, RowOutcome
from economy.services.importing import import_expenses, review
from economy.services.posting import correct_expense, retract_posted
from tests.economy.money import DAY, Economy
from tests.factories.resources import BudgetLineFactory, ExpenseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


def promises(program, rows):
    """Of every row that is new, as the preview shows them."""
    return {judged.preview_key for judged in review(program, rows).new}


def a_row(number=2, **cells):
    given = {"on": "02-05-2011", "amount": "1.234,50", "text": "Scene", "line": "int-dage"}
    return read_cells(ImportRow(number, **{**given, "voucher": f"B-{number}", **cells}))


@pytest.fixture
def judged(economy):
    """What becomes of a single row."""

    def of(**cells):
        [found] = review(economy.program, [a_row(**cells)]).judged
        return found

    return of


class TestARow:
    def test_that_is_right_is_new(self, judged, economy):
        found = judged()

        assert (found.outcome, found.on, found.amount, found.line) == (
            RowOutcome.NEW,
            DAY,
            Decimal("1234.50"),
            economy.line,
        )

    @pytest.mark.parametrize("line", ["int-dage", "INT-DAGE", " internationale  DAGE "])
    def test_names_its_line_by_reference_or_title(self, judged, economy, line):
        assert judged(line=line).line == economy.line

    def test_takes_the_line_chosen_for_it(self, judged, economy):
        assert judged(line=f"{AT}{economy.other.pk}").line == economy.other

    @pytest.mark.parametrize(
        ("cell", "text", "message"),
        [
            ("on", "", "merged cells"),
            ("on", "2. maj", "no date"),
            ("on", "maj", "no date"),
            ("on", "31-02-2011", "no date"),
            ("on", "40665", "no date"),
            ("on", "#N/A", "found an error here (#N/A)"),
            ("on", "02-10-2011", "lies ahead"),
            ("on", "31-01-2011", "programme starts on"),
            ("amount", "", "merged cells"),
            ("amount", "#VÆRDI!", "found an error"),
            ("amount", "=SUM(B1:B9)", "formula"),
            ("amount", "0", "other than 0"),
            ("amount", "-0,00", "other than 0"),
            ("amount", "-0,005", "at most 2 decimals"),
            ("amount", "1234.50", "Did you mean 1.234,50?"),
            ("amount", "1,234", "Did you mean 1.234?"),
            ("amount", "gratis", "number"),
            ("amount", "1e5", "Did you mean"),
            ("amount", "10,1255", "at most 2 decimals"),
            ("amount", "999999999999999", "below 1.000.000.000.000"),
            ("text", "", "text is missing"),
            ("text", "a" * 301, "at most 300"),
            ("text", CPR_PLACEHOLDER, "CPR number"),
            ("text", '=HYPERLINK("x")', "formula"),
            ("voucher", "", "voucher number is missing"),
            ("voucher", "1" * 61, "at most 60"),
            ("voucher", "5,1056E+09", "its digits are lost"),
            ("voucher", "5.1056e+9", "its digits are lost"),
            ("line", "", "line is missing"),
            ("line", "ukendt", "No line has the reference or title «ukendt»"),
            ("line", "@0", "No line"),
            ("line", "@99999999999999999999", "No line"),
        ],
    )
    def test_that_is_wrong_says_where_and_what_to_do(self, judged, cell, text, message):
        found = judged(**{cell: text})

        assert found.outcome == RowOutcome.FAULTY
        assert list(found.faults) == [cell]
        assert message in found.faults[cell]

    def test_names_every_fault_at_once(self, judged):
        assert list(judged(on="maj", amount="x", line="y").faults) == ["on", "amount", "line"]

    def test_a_sign_that_is_no_error_is_a_text(self, judged):
        assert judged(text="#1 telt").outcome == RowOutcome.NEW

    def test_of_two_lines_with_one_title_asks_which(self, judged, economy):
        BudgetLineFactory(source=economy.line.source, title=economy.line.title)

        assert "Several lines" in judged(line=economy.line.title).faults["line"]

    def test_finds_no_line_of_another_programme(self, judged):
        assert judged(line=BudgetLineFactory().ref).outcome == RowOutcome.FAULTY


class TestAKnownVoucher:
    @pytest.fixture
    def expense(self, economy):
        return ExpenseFactory(line=economy.line, voucher="B-2", amount=Decimal("1234.50"))

    @pytest.mark.parametrize("voucher", ["B-2", " b-2"])
    def test_with_its_amount_adds_nothing(self, expense, judged, voucher):
        found = judged(voucher=voucher, text="Andet")

        assert (found.outcome, found.booked) == (RowOutcome.BOOKED, expense.pk)
        assert found.note.replace("\u00a0", " ") == (
            "Booked already: 1.234,50 kr. on 02-05-2011 on «Internationale dage»."
        )

    @pytest.mark.parametrize(
        "cells",
        [
            {"on": "maj"},
            {"amount": "#N/A"},
            {"text": ""},
            {"line": "4711"},
            {"line": ""},
            {"on": "maj", "amount": "x", "text": "", "line": "4711"},
        ],
    )
    def test_is_known_whatever_its_other_cells_were_mended_to(self, expense, judged, cells):
        assert judged(**cells).outcome == RowOutcome.BOOKED

    @pytest.mark.parametrize(
        ("cells", "note"),
        [
            ({"amount": "2.345,50"}, "another amount: 1.234,50 kr. –"),
            ({"on": "03-05-2011"}, "on another day: 02-05-2011 –"),
            (
                {"amount": "2.345,50", "on": "03-05-2011"},
                "another amount on another day: 1.234,50 kr. on 02-05-2011 –",
            ),
        ],
    )
    def test_with_other_figures_is_a_warning_of_its_own(self, expense, judged, cells, note):
        found = judged(**cells)

        assert (found.outcome, found.booked) == (RowOutcome.DIFFERS, expense.pk)
        assert note in found.note.replace("\u00a0", " ")

    def test_with_other_figures_is_not_saved_and_stops_nothing(self, expense, economy, leder):
        rows = [a_row(2, amount="99"), a_row(3)]
        shown = promises(economy.program, rows)

        done = import_expenses(by=leder, program=economy.program, rows=rows, shown=shown)

        assert done.is_saved
        assert [one.voucher for one in done.added] == ["B-3"]
        assert (len(done.differing), done.unchanged) == (1, [])
        assert done.settled[0].outcome == RowOutcome.DIFFERS
        expense.refresh_from_db()
        assert expense.amount == Decimal("1234.50")

    @pytest.mark.parametrize("cells", [{"amount": "99"}, {"on": "04-05-2011"}])
    def test_of_a_row_that_names_no_line_is_another_one_if_it_says_otherwise(
        self, expense, judged, cells
    ):
        assert list(judged(line="4711", **cells).faults) == ["line"]

    def test_on_another_line_is_a_shared_bill_and_current_text(self, expense, judged):
        found = judged(line="fejring", amount="10")

        assert found.outcome == RowOutcome.NEW
        assert found.note.replace("\u00a0", " ") == (
            "The voucher is booked on «Internationale dage» too: 1.234,50 kr."
        )

    def test_of_an_expense_that_was_corrected_since_is_said_to_differ(self, economy, judged, leder):
        expense = ExpenseFactory(line=economy.line, voucher="B-2", amount=Decimal("1234.50"))
        posting = economy.posting(amount=Decimal("1000"), voucher="B-2")
        correct_expense(by=leder, expense=expense, posting=posting, reason="Retur trukket fra")

        assert judged().outcome == RowOutcome.DIFFERS

    def test_paid_back_in_part_is_a_refund_of_it_once(self, expense, judged, economy):
        found = judged(amount="-234,50")

        assert (found.outcome, found.amount) == (RowOutcome.NEW, Decimal("-234.50"))
        assert found.note.replace("\u00a0", " ") == (
            "It is paid back of the voucher: 1.234,50 kr. on 02-05-2011 on «Internationale dage»."
        )
        ExpenseFactory(line=economy.line, voucher="b-02", amount=Decimal("-234.50"))
        assert judged(amount="-234,50").outcome == RowOutcome.BOOKED
        assert judged(amount="-235").outcome == RowOutcome.DIFFERS
        assert judged().outcome == RowOutcome.BOOKED

    def test_of_another_programme_is_new(self, judged):
        ExpenseFactory(voucher="B-2")

        assert judged().outcome == RowOutcome.NEW

    def test_taken_back_is_not_booked_again(self, expense, judged, leder):
        retract_posted(by=leder, posted=expense, reason="Hører til 2012.")

        found = judged()
        assert found.outcome == RowOutcome.RETRACTED
        assert "Hører til 2012." in found.note

    def test_taken_back_and_mended_since_is_new(self, expense, judged, leder):
        retract_posted(by=leder, posted=expense, reason="Forkert beløb")

        assert judged(amount="999").outcome == RowOutcome.NEW

    def test_twice_in_the_file_is_wrong_the_second_time(self, economy):
        first, second = review(
            economy.program, [a_row(2), a_row(3, voucher="b-2", amount="10")]
        ).judged

        assert (first.outcome, second.outcome) == (RowOutcome.NEW, RowOutcome.FAULTY)
        assert "Row 2 has the same voucher on the same line" in second.faults["voucher"]

    def test_paid_and_paid_back_in_one_file_is_booked_as_both(self, economy):
        rows = [a_row(2), a_row(3, voucher="b-02", amount="-10"), a_row(4, voucher="B 2")]

        assert [judged.outcome for judged in review(economy.program, rows).judged] == [
            *[RowOutcome.NEW] * 3
        ]
        rows[2] = a_row(4, voucher="B-2", amount="-20")
        assert "Row 3 has the same" in review(economy.program, rows).judged[2].faults["voucher"]

    def test_on_two_lines_of_one_file_is_booked_on_both(self, economy):
        found = review(
            economy.program, [a_row(2), a_row(3, voucher="B-2", line="fejring", amount="10")]
        )

        assert [judged.outcome for judged in found.judged] == [RowOutcome.NEW, RowOutcome.NEW]


class TestSaving:
    @pytest.fixture
    def save(self, economy, leder):
        def saved(*rows, by=leder, left_out=(), shown=None):
            shown = promises(economy.program, rows) if shown is None else shown
            return import_expenses(
                by=by, program=economy.program, rows=rows, left_out=left_out, shown=shown
            )

        return saved

    def test_books_every_row_with_its_author_and_where_it_came_from(self, save, leder, economy):
        done = save(a_row(2), a_row(3, line="fejring", amount="50.000"))

        assert (done.is_saved, done.total) == (True, Decimal("51234.50"))
        assert done.by_line == {economy.line.pk: Decimal("1234.50"), economy.other.pk: 50_000}
        expense = Expense.objects.get(voucher="B-2")
        assert (expense.recorded_by, expense.on, expense.text) == (leder, DAY, "Scene")
        assert expense.history.get().history_user == leder
        assert expense.history.get().history_change_reason == "Imported from the finance system."

    def test_of_one_faulty_row_saves_nothing(self, save):
        done = save(a_row(2), a_row(3, on="maj"))

        assert not done.is_saved
        assert not Expense.objects.exists()

    @pytest.mark.parametrize(
        "seen", [[], [a_row(2)], [a_row(2), a_row(3, amount="1")], [a_row(2), a_row(4)]]
    )
    def test_of_a_row_that_nobody_was_shown_as_it_is_saves_nothing(self, save, economy, seen):
        done = save(a_row(2), a_row(3), shown=promises(economy.program, seen))

        assert not done.is_saved
        assert not done.faulty
        assert not Expense.objects.exists()

    def test_what_is_left_out_stops_nothing(self, save):
        done = save(a_row(2), a_row(3, on="maj"), a_row(4), left_out={3, 4})

        assert [judged.outcome for judged in done.judged] == [
            RowOutcome.NEW,
            RowOutcome.LEFT_OUT,
            RowOutcome.LEFT_OUT,
        ]
        assert Expense.objects.count() == 1

    def test_again_adds_nothing(self, save):
        rows = [a_row(2), a_row(3)]
        save(*rows)

        done = save(*rows)

        assert (done.is_saved, list(done.added)) == (True, [])
        assert Expense.objects.count() == 2

    @pytest.mark.parametrize("who", ["konsulent", "laeser"])
    def test_is_for_managers_and_administrators(self, who, request, save):
        with pytest.raises(PermissionDenied):
            save(a_row(), by=request.getfixturevalue(who))

    @pytest.mark.parametrize("rows", [1, 30])
    def test_costs_the_same_for_one_row_and_for_many(
        self, rows, save, economy, django_assert_num_queries
    ):
        given = [a_row(n) for n in range(2, 2 + rows)]
        shown = promises(economy.program, given)
        # A savepoint, the programme held, lines, vouchers, rows, history, and the savepoint's end.
        with django_assert_num_queries(10):
            save(*given, shown=shown)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_imported_by_several_at_once_is_added_once(leder):
    economy = Economy()
    rows = [a_row(n) for n in range(2, 12)]
    shown = promises(economy.program, rows)

    def pressed(_number):
        try:
            return import_expenses(by=leder, program=economy.program, rows=rows, shown=shown)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        done = list(hands.map(pressed, range(8)))

    assert all(found.is_saved for found in done)
    assert sorted(len(found.added) for found in done) == [0] * 7 + [10]
    assert Expense.objects.count() == 10
