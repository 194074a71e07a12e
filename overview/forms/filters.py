"""What an address may ask for. An unreadable part is left out, and said so on the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.filters import FilterForm
from indicators.models.choices import Status
from overview.rules.status import IS_NEW, NEEDS_ACTION, StatusFilter, StatusTable

SORT_CHOICES = [
    ("", _("As in the programme")),
    ("status", _("Status, most urgent first")),
    ("due", _("Due date")),
    ("measured", _("Last measured")),
    ("wording", _("Wording")),
]


class StatusFilterForm(FilterForm):
    """The choices are those that the table has, so a shared address stays readable."""

    main_area = forms.TypedChoiceField(
        label=_("Main area"), required=False, coerce=int, empty_value=None
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            (NEEDS_ACTION, _("Needs action")),
            (IS_NEW, _("New since last Monday")),
            *Status.choices,
        ],
    )
    responsible = forms.TypedChoiceField(
        label=_("Responsible"), required=False, coerce=int, empty_value=None
    )
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, choices=SORT_CHOICES)

    def __init__(self, *args, table: StatusTable, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        areas = [(area.number, str(area)) for area in table.areas]
        people = {
            row.responsible_id: row.responsible for row in table.all_rows if row.responsible_id
        }
        fields: dict[str, Any] = self.fields
        fields["main_area"].choices = [everything, *areas]
        fields["responsible"].choices = [
            everything,
            *sorted(people.items(), key=lambda person: person[1]),
        ]

    def chosen(self) -> StatusFilter:
        self.is_valid()
        cleaned = self.cleaned_data
        return StatusFilter(
            main_area=cleaned.get("main_area"),
            status=cleaned.get("status") or None,
            responsible=cleaned.get("responsible"),
            sort=cleaned.get("sort", ""),
        )


class LogbookFilterForm(FilterForm):
    main_area = forms.ModelChoiceField(
        label=_("Main area"), required=False, queryset=None, empty_label=_("All")
    )
    by = forms.ModelChoiceField(
        label=_("Recorded by"),
        required=False,
        queryset=User.objects.order_by("full_name"),
        empty_label=_("All"),
    )

    def __init__(self, *args, program, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["main_area"].queryset = program.main_areas.all()


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def query(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "").strip()
