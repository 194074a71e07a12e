"""The forms of the expense import: the file, its rows on their way, and mending them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.numbers import format_number
from economy.forms.fields import LineField, grouped
from economy.models import BudgetLine
from economy.rules.expense_files import (
    CELL_LABELS,
    CELLS,
    MAX_ROWS,
    ImportRow,
    ImportSheet,
    every_row,
    from_hidden_text,
    read_expenses,
)
from economy.rules.importing import AT, ImportedRow

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FAULTY = 100  # rows that can be mended in the preview; the rest is mended in the file


def _about_the_file() -> str:
    message = _(
        "Excel (.xlsx), OpenDocument (.ods) or .csv with the headings Dato, Beløb, Tekst, Bilag "
        "and Linje; other columns are passed over. At most %(most)s rows at a time."
    )
    return message % {"most": format_number(MAX_ROWS)}


HELP = lazy(_about_the_file, str)()


class ImportForm(forms.Form):
    """The finance system's file, read to rows, and not yet saved."""

    file = forms.FileField(
        label=gettext_lazy("The finance system's file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt", "class": "form-control"}),
        help_text=HELP,
    )
    line = LineField(
        required=False,
        help_text=gettext_lazy("Only for rows that name no line."),
    )

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.offer(lines, nothing=_("The file says so itself"))
        field.widget.attrs["class"] = "form-select"

    def sheet(self) -> ImportSheet | None:
        """The rows to look at; None where the file was refused, which its field then says."""
        try:
            return read_expenses(*self._file())
        except ValidationError as error:
            self.add_error("file", error)
            return None

    def rows(self) -> Iterator[ImportRow] | None:
        """Every row there is, one by one; None where the file was refused."""
        rows = every_row(*self._file())
        try:
            first = next(rows, None)
        except ValidationError as error:
            self.add_error("file", error)
            return None
        return chain([first], rows) if first else iter(())

    def _file(self) -> tuple[UploadedFile, str]:
        line = self.cleaned_data["line"]
        return self.cleaned_data["file"], f"{AT}{line.pk}" if line else ""


class HiddenRowsForm(forms.Form):
    """The rows of an import as hidden fields of its preview, with what was corrected and left out,
    and what was seen to be booked.

    All of it is judged anew, so nothing needs to be signed.
    """

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    # The promises of the rows that the preview said are booked.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    data: QueryDict
    left_out: frozenset[int] = frozenset()
    seen: frozenset[str] = frozenset()
    read: Sequence[ImportRow] = ()

    def clean(self) -> dict[str, Any]:
        try:
            rows = from_hidden_text(self.cleaned_data.get("rows", ""))
        except (ValueError, TypeError, RecursionError) as error:
            raise ValidationError(_("The rows did not come through.")) from error
        self.read = [row.with_cells(self._corrected(row)) for row in rows]
        out = self.data.getlist("out")
        self.left_out = frozenset(row.number for row in rows if str(row.number) in out)
        self.seen = frozenset(self.cleaned_data.get("shown", "").split())
        return self.cleaned_data

    def _corrected(self, row: ImportRow) -> dict[str, str]:
        typed = {name: self.data.get(cell_name(row, name)) for name in CELLS}
        return {name: text for name, text in typed.items() if text is not None}


def cell_name(row: ImportRow, name: str) -> str:
    return f"row-{row.number}-{name}"


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row of the preview with its fields."""

    judged: ImportedRow
    cells: Sequence[BoundField]


class FaultyRowsForm(forms.Form):
    """A field for each cell of the faulty rows, with what is wrong with it."""

    def __init__(self, faulty: Sequence[ImportedRow], lines: Sequence[BudgetLine]) -> None:
        super().__init__(label_suffix="")
        self.faulty = faulty
        keys = [(f"{AT}{line.pk}", line) for line in lines]
        choices = [("", _("Choose …")), *grouped(keys)]
        for judged in faulty:
            for name in CELLS:
                self.fields[cell_name(judged.row, name)] = _cell_field(judged, name, choices)

    def rows(self) -> list[FaultyRow]:
        return [
            FaultyRow(judged, [self[cell_name(judged.row, name)] for name in CELLS])
            for judged in self.faulty
        ]


class CellField(forms.CharField):
    """``fault`` says what is wrong with the cell, empty where nothing is."""

    fault = ""


class CellChoiceField(forms.ChoiceField):
    fault = ""


def _cell_field(judged: ImportedRow, name: str, choices: list[Any]) -> forms.Field:
    fault = judged.faults.get(name, "")
    words = {"row": judged.row.number, "cell": CELL_LABELS[name]}
    attrs = {"aria-label": _("Row %(row)s: %(cell)s") % words}
    if fault:
        attrs |= {
            "aria-invalid": "true",
            "aria-describedby": f"id_{cell_name(judged.row, name)}_error",
        }
    field: Any
    if name == "line":
        attrs["class"] = "form-select form-select-sm"
        initial = f"{AT}{judged.line.pk}" if judged.line else ""
        field = CellChoiceField(choices=choices, initial=initial, widget=forms.Select(attrs))
    else:
        attrs["class"] = "form-control form-control-sm"
        widget = forms.TextInput(attrs)
        field = CellField(initial=getattr(judged.row, name), widget=widget)
    field.label, field.fault = CELL_LABELS[name], fault
    return field
