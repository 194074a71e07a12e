"""The forms of a programme itself: its facts, and how its staff is shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import DanishDecimalField, SafeCharField, validate_no_cpr
from core.forms.records import Group, RecordForm, danish_formfield
from programs.models import MainArea, Program
from programs.rules.fte import hours_of
from programs.rules.period import period_checks

# Words that stand in addresses where a programme's short name would.
TAKEN = ("new", "import")


class ProgramForm(RecordForm):
    """A programme's facts. Its decision is recorded where it is adopted, its FTE beside the areas'.

    ``proposed_hours`` is set where the hours per FTE were worked out, so that the page can say so.
    """

    proposed_hours: Decimal | None = None

    class Meta:
        model = Program
        fields = (
            "title",
            "slug",
            "starts_on",
            "ends_on",
            "annex",
            "purpose",
            "policy",
            "method",
            "fte_basis",
            "hours_per_fte",
            "on_track_from",
            "at_risk_from",
            "follow_up_weeks",
            "min_response",
        )
        formfield_callback = danish_formfield

    groups = (
        Group(("title", "slug", "starts_on", "ends_on", "annex")),
        Group(("purpose", "policy", "method"), _("Texts"), is_folded=True),
        Group(("fte_basis", "hours_per_fte"), _("Full-time equivalents"), is_folded=True),
        Group(
            ("on_track_from", "at_risk_from"),
            _("When is a criterion on track?"),
            _("A value is held against what is expected of it by the day."),
            is_folded=True,
        ),
        Group(("follow_up_weeks", "min_response"), _("Follow-up of requisitions"), is_folded=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours_per_fte"].required = False
        if self.is_new:
            self.initial["hours_per_fte"] = None
        else:
            # It stands in addresses that others have kept.
            self.fields["slug"].disabled = True

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        validate_no_cpr(slug)
        if slug in TAKEN:
            raise ValidationError(_("That word stands in addresses already: choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if not self.is_new and starts_on and ends_on:
            for check in period_checks:
                try:
                    check(self.instance, starts_on, ends_on)
                except ValidationError as error:
                    self.add_error(None, error)
        if starts_on and "fte_basis" in cleaned and self._asks_for_hours(cleaned):
            self.proposed_hours = hours_of(cleaned["fte_basis"], starts_on.year)
            cleaned["hours_per_fte"] = self.proposed_hours
        return cleaned

    def _asks_for_hours(self, cleaned: dict[str, Any]) -> bool:
        """Left empty; or left as they were, while what they were worked out from has changed."""
        if not {"hours_per_fte", "starts_on"} <= cleaned.keys():
            return False
        hours, basis = cleaned["hours_per_fte"], cleaned["fte_basis"]
        if hours is None or self.is_new:
            return hours is None
        if hours != self.stored["hours_per_fte"]:
            return False
        if basis != self.stored["fte_basis"]:
            return True
        year = self.stored["starts_on"].year
        was_worked_out = hours == hours_of(self.stored["fte_basis"], year)
        return cleaned["starts_on"].year != year and was_worked_out


class FteForm(ConcurrentEditForm):
    """The programme's FTE and each main area's part of it, together."""

    reason = SafeCharField(
        label=_("Why is it changed?"),
        max_length=200,
        required=False,
        help_text=_("Is kept in the history, beside your name."),
    )

    def __init__(self, *args: Any, program: Program, areas: Sequence[MainArea], **kw: Any) -> None:
        self.program, self.areas = program, areas
        of_areas = {self.name_of(area): area.fte for area in areas}
        super().__init__(*args, values={"fte": program.fte, **of_areas}, **kw)
        self.fields["fte"] = self._field(_("The whole programme"))
        for area in areas:
            self.fields[self.name_of(area)] = self._field(area)
        self.order_fields(["fte", *of_areas, "reason"])
        self.initial = {"fte": program.fte, **of_areas, **self.initial}

    @staticmethod
    def name_of(area: MainArea) -> str:
        return f"area_{area.pk}"

    @staticmethod
    def _field(label: object) -> forms.Field:
        column: Any = Program._meta.get_field("fte")
        return DanishDecimalField(
            label=label,
            required=False,
            min_value=0,
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
        )

    @staticmethod
    def shared(fields: Mapping[str, Any]) -> dict[str, Any]:
        """What is typed, as ``share_out_fte`` takes it."""
        rest = {name: fields[name] for name in ("opened_with", "reason")}
        return {"typed": {name: fte for name, fte in fields.items() if name not in rest}, **rest}
