"""The forms of the expense import: the file, how it is read, and its rows on their way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.numbers import format_number
from economy.forms.fields import LineField
from economy.models import BudgetLine
from economy.queries.headings import remembered_headings
from economy.rules.expense_files import (
    CELLS,
    UNKNOWN_COLUMNS,
    ImportRow,
    ImportSheet,
    Reading,
    best_reading,
    every_row,
    from_hidden_text,
    refuse_unknown,
    rows_of,
)
from economy.rules.finance_tables import MAX_ROWS, Table, read_tables
from economy.rules.importing import AT, Lines

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


def _about_the_file() -> str:
    message = _(
        "Excel (.xlsx), OpenDocument (.ods) or .csv. Headings that are not known are asked for "
        "once. At most %(most)s rows at a time."
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
        help_text=gettext_lazy("For rows that name none of the programme's lines."),
    )
    tables: Sequence[Table] = ()
    reading: Reading | None = None

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = Lines(lines)
        field: Any = self.fields["line"]
        field.offer(lines, nothing=_("The file says so itself"))
        field.widget.attrs["class"] = "form-select"

    @property
    def chosen(self) -> str:
        """The line chosen for the whole file, as a row names it; empty for none."""
        line = self.cleaned_data.get("line")
        return f"{AT}{line.pk}" if line else ""

    def read(self) -> bool:
        """Read the file's tables, and find the headings; False where it was refused, which its
        field then says.
        """
        try:
            self.tables = read_tables(self.cleaned_data["file"])
            needs_line = not self.chosen
            reading = best_reading(self.tables, remembered_headings(), needs_line=needs_line)
            if not reading.below:
                raise ValidationError(_("There is no row below the headings."), code="empty")
        except ValidationError as error:
            self.refuse(error)
            return False
        self.reading = reading
        return True

    def sheet(self) -> ImportSheet | None:
        """The rows to look at; None where they are refused, which the field then says."""
        if self.reading is None:
            return None
        try:
            return sheet_of(self.reading, self.lines, self.chosen)
        except ValidationError as error:
            self.refuse(error)
            return None

    def refuse(self, error: ValidationError) -> None:
        self.add_error("file", error)

    def rows(self) -> Iterator[ImportRow] | None:
        """Every row there is, one by one; None where the file was refused."""
        file: UploadedFile = self.cleaned_data["file"]
        rows = every_row(file, self.chosen, remembered_headings())
        try:
            first = next(rows, None)
        except ValidationError as error:
            self.refuse(error)
            if error.code in UNKNOWN_COLUMNS:
                self.add_error("file", _("«Look at the rows» asks what its columns hold."))
            return None
        named = chain([first], rows) if first else iter(())
        return (self.lines.or_else(row, self.chosen) for row in named)


def sheet_of(
    reading: Reading, lines: Lines, chosen: str, *, with_hidden: bool = False
) -> ImportSheet:
    """The rows, each with a line of its own or else the chosen one; ValidationError for none."""
    refuse_unknown(reading)
    sheet = rows_of(reading, chosen, with_hidden=with_hidden)
    return replace(sheet, rows=[lines.or_else(row, chosen) for row in sheet.rows])


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
