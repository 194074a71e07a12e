"""The form of a programme that is made out of another."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from core.dates import months_after
from core.forms.fields import DanishDateField, SafeCharField
from exchange.rules.moving import a_year_on
from programs.models import Program

PARTS = ("criteria", "allocations", "budget")


class CopyForm(forms.Form):
    """The new programme's names and days, proposed for the year after, and what it takes."""

    title = SafeCharField(label=_("Title"), max_length=200)
    slug = SafeCharField(
        label=_("Short name"),
        max_length=40,
        validators=[validate_slug],
        help_text=_("Stands in addresses: 2011, 2007-2. It cannot be changed afterwards."),
    )
    starts_on = DanishDateField(label=_("Starts on"))
    ends_on = DanishDateField(
        label=_("Ends on"),
        help_text=_(
            "All dates move by the same number of years. What would lie outside the new period is "
            "put on its first or last day."
        ),
    )
    structure = forms.BooleanField(
        label=_("Main areas, initiatives and activities, with their texts"), required=False
    )
    criteria = forms.BooleanField(
        label=_("Success criteria, with targets and planned points"), required=False
    )
    allocations = forms.BooleanField(
        label=_("Full-time equivalents and allocations of staff"), required=False
    )
    budget = forms.BooleanField(
        label=_("Funding sources and budget lines, with the amounts that held at the end"),
        required=False,
    )

    def __init__(self, data: Any, *, program: Program) -> None:
        slug = a_year_on(program.slug)
        proposed = {
            "title": a_year_on(program.title),
            "slug": "" if Program.objects.filter(slug=slug).exists() else slug,
            "starts_on": months_after(program.starts_on, 12),
            "ends_on": months_after(program.ends_on, 12),
            **dict.fromkeys(("structure", *PARTS), True),
        }
        super().__init__(data, initial=proposed)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if Program.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another programme has that short name: choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            message = _("The programme ends before it starts: move one of the two dates.")
            self.add_error("ends_on", message)
        if not cleaned.get("structure"):
            for name in PARTS:
                if cleaned.get(name):
                    message = _("It stands under main areas and activities: take those along too.")
                    self.add_error(name, message)
        return cleaned
