"""The forms of a workbook that is read: the file, and the confirmation of what was seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.fields import DanishDateField
from core.forms.reason import ReasonField
from core.uploads import XLSX, prepare
from exchange.rules.faults import ProgramFileError
from exchange.services.workbooks.found import ReadWorkbook
from exchange.services.workbooks.reading import MAX_BYTES, read_workbook
from exchange.services.workbooks.together import put_together

MAX_CARRIED = 1_500_000  # letters: more is refused on its way


class WorkbookForm(forms.Form):
    """A workbook, read into what it holds and not yet saved."""

    file = forms.FileField(
        label=gettext_lazy("The workbook"),
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
        help_text=gettext_lazy("Excel (.xlsx), as it is downloaded from a programme."),
    )

    def clean_file(self) -> ReadWorkbook:
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            megabytes = MAX_BYTES // (1024 * 1024)
            raise ValidationError(_("The workbook is too large: at most %s MB.") % megabytes)
        prepared = prepare(upload)
        if prepared.content_type != XLSX.content_type:
            message = _("This is no .xlsx workbook: open it and save it as .xlsx.")
            raise ValidationError(message)
        try:
            return read_workbook(prepared.content)
        except ProgramFileError as error:
            raise ValidationError(error.lines) from error


class ConfirmForm(forms.Form):
    """What was seen is to be saved. The workbook comes along, as no file is kept in between."""

    carried = forms.CharField(widget=forms.HiddenInput, strip=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(
        gettext_lazy("Why is it changed?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Is kept in the history, beside your name."),
    )
    holds_from = DanishDateField(
        label=gettext_lazy("Holds from"),
        required=False,
        help_text=gettext_lazy("Left empty: from today."),
    )
    replaces = forms.BooleanField(
        label=gettext_lazy("Let the workbook replace what others have changed meanwhile"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean_carried(self) -> ReadWorkbook:
        try:
            read = ReadWorkbook.again(self.cleaned_data["carried"])
        except (ValueError, KeyError) as error:
            raise ValidationError(_("The workbook did not come through.")) from error
        put_together(read)
        return read

    def given(self) -> dict[str, Any]:
        """What the service asks beside the workbook."""
        cleaned = self.cleaned_data
        return {
            "shown_token": cleaned.get("shown", ""),
            "reason": cleaned.get("reason", ""),
            "holds_from": cleaned.get("holds_from"),
            "replaces": bool(cleaned.get("replaces")),
        }
