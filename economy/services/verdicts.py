"""What becomes of every row of a file, as rows of another: for files that are mended elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import Column, Value
from economy.rules.expense_files import CELL_LABELS, CELLS, Row
from economy.services.importing import Fate, Judged, Ledger, judge

VERDICT_COLUMNS = (
    Column(gettext_lazy("Row"), "number"),
    Column(gettext_lazy("Becomes")),
    Column(gettext_lazy("What is wrong, or known")),
    *(Column(CELL_LABELS[name]) for name in CELLS),
)

FATES = {
    Fate.NEW: gettext_lazy("Is booked"),
    Fate.BOOKED: gettext_lazy("Booked already"),
    Fate.DIFFERS: gettext_lazy("Booked with other figures"),
    Fate.TAKEN_BACK: gettext_lazy("Taken back earlier"),
    Fate.LEFT_OUT: gettext_lazy("Left out"),
    Fate.FAULTY: gettext_lazy("Wrong"),
}


def verdicts(rows: Iterable[Row], ledger: Ledger) -> Iterator[list[Value]]:
    """A row for each; the last says so where the file could not be read to its end."""
    try:
        for judged in judge(rows, ledger):
            yield _verdict(judged)
    except ValidationError as refused:
        words = [_("Not read any further"), " ".join(refused.messages)]
        yield [None, *words, *([""] * len(CELLS))]


def _verdict(judged: Judged) -> list[Value]:
    faults = [f"{CELL_LABELS[name]}: {fault}" for name, fault in judged.faults.items()]
    cells = [getattr(judged.row, name) for name in CELLS]
    return [judged.row.number, FATES[judged.fate], " ".join(faults) or judged.note, *cells]
