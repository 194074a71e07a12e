"""The form that says how a file is read: which sheet, and what each of its columns holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import quoted
from economy.forms.fields import LineField
from economy.forms.importing import sheet_of
from economy.models import BudgetLine
from economy.models.headings import Holds
from economy.queries.headings import remembered_headings
from economy.rules.expense_files import ImportSheet, Reading, best_reading, reading_of
from economy.rules.finance_tables import Table, from_packed_text, to_packed_text
from economy.rules.headings import (
    Columns,
    heading_key,
    is_of_other_unit,
    missing_of,
    worth_remembering,
)
from economy.rules.importing import AT, Lines

SAMPLES = 3


class ColumnsForm(forms.Form):
    """The tables of a file, carried along, and how one of them is read.

    A field for each column of the sheet; those of another sheet come with that one.
    """

    packed = forms.CharField(widget=forms.HiddenInput, required=False)
    of_sheet = forms.CharField(widget=forms.HiddenInput, required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    with_hidden = forms.BooleanField(
        label=gettext_lazy("Read hidden rows and columns too"), required=False
    )
    line = LineField(
        required=False,
        help_text=gettext_lazy("For rows that name none of the programme's lines."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        tables: Sequence[Table],
        lines: Sequence[BudgetLine],
        reading: Reading | None = None,
        line: BudgetLine | None = None,
    ) -> None:
        self.tables, asked = tables, data or {}
        self.reading = reading or _asked(asked, tables, remembered_headings())
        at = str(tables.index(self.reading.table))
        # What was chosen for the columns of another sheet says nothing of this one's.
        super().__init__(data if asked.get("of_sheet") == at else None, label_suffix="")
        self.lines, self.unclear = Lines(lines), self.reading.columns.unclear
        line = line or next((one for one in lines if str(one.pk) == asked.get("line")), None)
        self._offer(lines, at, line, with_hidden=bool(asked.get("with_hidden")))
        self.columns = [self[name] for name in self._add_columns()]

    def _offer(
        self, lines: Sequence[BudgetLine], at: str, line: BudgetLine | None, *, with_hidden: bool
    ) -> None:
        named: Any = self.fields
        named["line"].offer(lines, nothing=_("The file says so itself"))
        named["sheet"].choices = [(str(n), _sheet_name(one)) for n, one in enumerate(self.tables)]
        for name in ("line", "sheet"):
            named[name].widget.attrs["class"] = "form-select"
        named["with_hidden"].widget.attrs["class"] = "form-check-input"
        given = {"packed": to_packed_text(self.tables), "of_sheet": at, "sheet": at, "line": line}
        self.initial = {**given, "with_hidden": with_hidden}

    def _add_columns(self) -> list[str]:
        """A field for each column that holds something; their names."""
        cells, names = self.reading.headings.cells, []
        kinds = {place: kind for kind, place in self.reading.columns.places.items()}
        kinds = {**self.unclear, **kinds}
        rows = [row.cells for row in self.reading.below]
        for place in range(max((len(row) for row in [cells, *rows]), default=0)):
            below = [str(row[place]) for row in rows if place < len(row) and row[place] != ""]
            heading = str(cells[place]) if place < len(cells) else ""
            if below or heading:
                name = f"column-{place}"
                label = self.reading.named(place)
                if place in self.reading.table.hidden_columns:
                    label = _("%s (hidden)") % label
                self.fields[name] = _column_field(label, kinds.get(place, ""), below)
                names.append(name)
        return names

    def clean(self) -> dict[str, Any]:
        places: dict[str, int] = {}
        for field in self.columns:
            place, kind = int(field.name.partition("-")[2]), self.cleaned_data.get(field.name)
            if kind in places:
                message = _("Another column holds that already: choose one of them.")
                self.add_error(field.name, message)
            elif kind:
                self._check_unit(field.name, kind, place)
                places[kind] = place
        if "amount" in places and places.keys() & {"debit", "credit"}:
            self.add_error(
                None, _("Choose one column for the amount, or those of debit and credit.")
            )
        missing = missing_of(places, needs_line=not self.cleaned_data.get("line"))
        if missing:
            names = ", ".join(quoted(Holds(kind).label) for kind in missing)
            self.add_error(None, _("Say which column holds %s.") % names)
        self.reading = self.reading._replace(columns=Columns(places))
        return self.cleaned_data

    def _check_unit(self, name: str, kind: str, place: int) -> None:
        cells = self.reading.headings.cells
        key = heading_key(cells[place]) if place < len(cells) else ""
        if kind in ("amount", "debit", "credit") and is_of_other_unit(key):
            message = _("Its heading says that it is not in kroner: choose the column in kroner.")
            self.add_error(name, message)

    @property
    def takes_hidden(self) -> bool:
        given = self.cleaned_data if self.is_bound else self.initial
        return bool(given.get("with_hidden"))

    @property
    def hidden_sheets(self) -> list[str]:
        hidden = [table for table in self.tables if table.is_hidden]
        return [quoted(table.name) for table in hidden if table is not self.reading.table]

    @property
    def is_carried(self) -> bool:
        """Whether the file is small enough to be sent once more."""
        return bool(self.initial["packed"])

    def rows(self) -> ImportSheet | None:
        """The rows to look at; None where there are none, which the form then says."""
        given = self.cleaned_data if self.is_bound else self.initial
        chosen = f"{AT}{given['line'].pk}" if given["line"] else ""
        try:
            return sheet_of(self.reading, self.lines, chosen, with_hidden=self.takes_hidden)
        except ValidationError as error:
            self.refuse(error)
            return None

    def refuse(self, error: ValidationError) -> None:
        """Say it on top, also where nothing was chosen yet."""
        self.errors[NON_FIELD_ERRORS] = self.error_class(error.messages)

    def to_remember(self) -> Mapping[str, str]:
        """What is to be remembered of the headings, by what was chosen."""
        keys = [heading_key(cell) for cell in self.reading.headings.cells]
        return worth_remembering(keys, self.reading.columns.places, self.unclear)


def tables_of(data: Mapping[str, str]) -> list[Table]:
    """The tables that a form has carried; ValueError where they did not come through."""
    return from_packed_text(data.get("packed", ""))


def _asked(
    data: Mapping[str, str], tables: Sequence[Table], remembered: Mapping[str, str]
) -> Reading:
    """The sheet that is asked for, with hidden columns where they are."""
    named, needs_line = data.get("sheet", ""), not data.get("line")
    if named.isdecimal() and len(named) < 3 and int(named) < len(tables):
        with_hidden = bool(data.get("with_hidden"))
        table = tables[int(named)]
        return reading_of(table, remembered, needs_line=needs_line, with_hidden=with_hidden)
    return best_reading(tables, remembered, needs_line=needs_line)


def _sheet_name(table: Table) -> str:
    return _("%s (hidden)") % table.name if table.is_hidden else table.name


def _column_field(label: str, kind: str, below: Sequence[str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Nothing that is read")), *Holds.choices],
        initial=kind,
        required=False,
        help_text=", ".join(below[:SAMPLES]),
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
