"""The form that mends the faulty rows of an import in its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from economy.forms.fields import grouped
from economy.forms.importing import cell_name
from economy.models import BudgetLine
from economy.rules.expense_files import CELL_LABELS, CELLS
from economy.rules.importing import AT, ImportedRow

MOST_FAULTY = 100  # rows that can be mended in the preview; the rest is mended in the file


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
