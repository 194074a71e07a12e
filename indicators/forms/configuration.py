"""The forms that configure a success criterion and its planned points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from indicators.models import Criterion
from indicators.models.choices import MANUAL, USUAL_AGGREGATION, Measure
from indicators.rules import sources
from indicators.services.configuration import (
    check_dependents,
    check_measurements,
    check_options_of,
    check_points,
    check_ties,
)
from programs.forms.configuration import InMainAreaForm

if TYPE_CHECKING:
    from indicators.rules.sources import Source


class CriterionForm(InMainAreaForm):
    """One criterion; what several rows decide is refused here, with what to do about it."""

    named_by = "wording"

    source = forms.ChoiceField(
        label=_("Source"),
        choices=sources.choices,
        initial=MANUAL,
        help_text=_("Where the figures come from."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Criterion.objects.exclude(pk=self.instance.pk)
        self.narrow("parent", others, "main_area__program")
        self.narrow("base_criteria", others.filter(measure=Measure.COUNT), "main_area__program")
        self.narrow("activities", Activity.objects.planned(), "main_area__program")
        if "due_on" in self.fields:
            self.fields["due_on"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        area = cleaned.get("main_area")
        if area and not cleaned.get("due_on") and "due_on" not in self.errors:
            cleaned["due_on"] = area.program.ends_on
        if not cleaned.get("aggregation"):
            cleaned["aggregation"] = USUAL_AGGREGATION.get(cleaned.get("measure"), "")
        if not cleaned.get("unit") and cleaned.get("source") in sources.sources:
            cleaned["unit"] = str(sources.get(cleaned["source"]).unit)
        return cleaned

    def _post_clean(self) -> None:
        # Only now does the instance hold what was typed, and has passed the constraints.
        super()._post_clean()
        if self.errors:
            return
        ties = {
            name: list(self.cleaned_data.get(name) or [])
            for name in ("activities", "base_criteria")
        }
        for check in (
            lambda: check_ties(self.instance, **ties),
            lambda: check_dependents(self.instance),
            lambda: check_measurements(
                self.instance, reason=self.cleaned_data.get("change_reason", "")
            ),
        ):
            try:
                check()
            except ValidationError as error:
                self.add_error(None, error)


class PlannedPointFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """The points together, against the criterion as it is about to be saved."""
        super().clean()
        criterion = self.instance
        if any(self.errors) or not (criterion.main_area_id and criterion.due_on):
            return
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        points = [(row["on"], row["value"]) for row in rows if row.get("on")]
        try:
            check_points(criterion, points)
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class OptionsFormSet(BaseInlineFormSet):
    """What a source asks of a criterion in addition; its one form is always there to be filled in.

    ``source`` is put on the class that the screen makes of it.
    """

    source: Source

    def clean(self) -> None:
        """The options against the criterion as it is about to be saved."""
        super().clean()
        if any(self.errors) or self.instance.source not in sources.sources:
            return
        for form in self.forms:
            filled_in = form.has_changed() or form.instance.pk
            options = form.instance if filled_in and form not in self.deleted_forms else None
            try:
                check_options_of(self.instance, self.source, options)
            except ValidationError as error:
                form.add_error(None, error)
