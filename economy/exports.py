"""The outcome of every row of an import, as rows of a .csv."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import Column, Value
from economy.rules.expense_files import CELL_LABELS, CELLS
from economy.rules.importing import ImportContext, ImportedRow, ParsedRow, RowOutcome, classify

OUTCOME_COLUMNS = (
    Column(gettext_lazy("Row"), "number"),
    Column(gettext_lazy("Becomes")),
    Column(gettext_lazy("What is wrong, or known")),
    *(Column(CELL_LABELS[name]) for name in CELLS),
)

OUTCOME_LABELS = {
    RowOutcome.NEW: gettext_lazy("Is booked"),
    RowOutcome.BOOKED: gettext_lazy("Booked already"),
    RowOutcome.DIFFERS: gettext_lazy("Booked with other figures"),
    RowOutcome.RETRACTED: gettext_lazy("Taken back earlier"),
    RowOutcome.LEFT_OUT: gettext_lazy("Left out"),
    RowOutcome.TOTAL: gettext_lazy("Total"),
    RowOutcome.OTHER_TOTAL: gettext_lazy("Total of other rows"),
    RowOutcome.FAULTY: gettext_lazy("Wrong"),
}


def outcome_rows(rows: Iterable[ParsedRow], ledger: ImportContext) -> Iterator[list[Value]]:
    """A row for each; the last says so where the file could not be read to its end."""
    try:
        for judged in classify(rows, ledger):
            yield _outcome_row(judged)
    except ValidationError as refused:
        words = [_("Not read any further"), " ".join(refused.messages)]
        yield [None, *words, *([""] * len(CELLS))]


def _outcome_row(judged: ImportedRow) -> list[Value]:
    faults = [f"{CELL_LABELS[name]}: {fault}" for name, fault in judged.faults.items()]
    cells = [getattr(judged.row, name) for name in CELLS]
    return [
        judged.row.number,
        OUTCOME_LABELS[judged.outcome],
        " ".join(faults) or judged.note,
        *cells,
    ]
