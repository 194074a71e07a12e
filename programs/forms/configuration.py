"""What the configuration forms of a programme's parts share, and the form of its period."""

from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.configuration import ConfigurationForm
from accounts.models import User
from accounts.models.roles import May
from core.forms.fields import validate_no_cpr
from programs.models import Initiative, MainArea
from programs.queries import lock_program
from programs.rules.fte import hours_of
from programs.rules.period import period_checks
from programs.rules.staffing import check_fte

DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
REF_LENGTH = 40
# What the fields that number a programme's parts hold in PostgreSQL.
MOST_PARTS = {"PositiveSmallIntegerField": 32_767, "PositiveIntegerField": 2_147_483_647}


def short_reference(text: str) -> str:
    """«Hærværk til Netværk» → haervaerk-til-netvaerk: stands in addresses and data."""
    words = slugify(text.lower().translate(DANISH_LETTERS))
    if len(words) > REF_LENGTH:
        words = words[: REF_LENGTH + 1].rpartition("-")[0] or words[:REF_LENGTH]
    return words


class ProgramForm(ConfigurationForm):
    # Set where the hours per FTE were worked out, so that the screen can say so.
    proposed_hours: Decimal | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "hours_per_fte" in self.fields:
            self.fields["hours_per_fte"].required = False
            # A default that is worked out would be carried along, and taken for what was stored.
            self.fields["hours_per_fte"].show_hidden_initial = False
            if not self.instance.pk:
                self.initial["hours_per_fte"] = None

    def clean_slug(self) -> str:
        validate_no_cpr(self.cleaned_data["slug"])
        return self.cleaned_data["slug"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if self.instance.pk and starts_on and ends_on:
            for check in period_checks:
                check(self.instance, starts_on, ends_on)
        if starts_on and "fte_basis" in cleaned and self._asks_for_hours(starts_on.year):
            self.proposed_hours = hours_of(cleaned["fte_basis"], starts_on.year)
            cleaned["hours_per_fte"] = self.proposed_hours
        return cleaned

    def _asks_for_hours(self, year: int) -> bool:
        """Left empty; or left as they were, while what they were worked out from has changed."""
        if "hours_per_fte" not in self.cleaned_data:
            return False
        if self.cleaned_data["hours_per_fte"] is None:
            return True
        stored = self.initial
        if not self.instance.pk or "hours_per_fte" in self.changed_data:
            return False
        if "fte_basis" in self.changed_data:
            return True
        worked_out = hours_of(stored["fte_basis"], stored["starts_on"].year)
        return year != stored["starts_on"].year and stored["hours_per_fte"] == worked_out


class MainAreaFormSet(BaseInlineFormSet):
    """The main areas on their programme's page, against it as it is about to be saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form for form in self.forms if form not in self.deleted_forms]
        try:
            check_fte(self.instance, [form.cleaned_data.get("fte") for form in rows])
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class MainAreaForm(ConfigurationForm):
    """A main area by itself; several at once are changed on their programme's page."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        program = cleaned.get("program") or (self.instance.pk and self.instance.program)
        if program and "fte" in self.changed_data and "fte" not in self.errors:
            # Held, so that two who change an area each do not pass one another; and read anew, as
            # the programme may have been adopted, or given another total, meanwhile.
            program = lock_program(program.pk)
            others = program.main_areas.exclude(pk=self.instance.pk)
            try:
                check_fte(program, [*others.values_list("fte", flat=True), cleaned["fte"]])
            except ValidationError as error:
                self.add_error("fte", error.messages)
                hint = _("Change several main areas, or the total, on the programme's own page.")
                self.add_error("fte", hint)
        return cleaned


class PartForm(ConfigurationForm):
    """A part of a main area: what it can be tied to is of the same programme.

    Reference and order may be left empty, and are then worked out.
    """

    named_by = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_numbering()
        self.program_id = self._program_id()
        self.narrow("main_area", MainArea.objects.all(), "program")
        self.narrow("initiative", Initiative.objects.all(), "main_area__program")
        for name in ("responsible", "person"):
            if name in self.fields:
                people = User.objects.who_may(May.LOG, kept=getattr(self.instance, f"{name}_id"))
                self._offer(name, people).label_from_instance = attrgetter("named")

    def narrow(self, name: str, rows: QuerySet, to_program: str) -> None:
        """Offer a stored record rows of its own programme, a new one all with their programme."""
        if name not in self.fields:
            return
        if self.program_id:
            self._offer(name, rows.filter(**{to_program: self.program_id}))
            return
        field = self._offer(name, rows.select_related(to_program))
        program_of = attrgetter(to_program.replace("__", "."))
        field.label_from_instance = lambda row: f"{program_of(row).slug} · {row}"

    def _offer(self, name: str, rows: QuerySet) -> Any:
        field: Any = self.fields[name]
        field.queryset = rows
        return field

    def _program_id(self) -> int | None:
        return self.instance.main_area.program_id if self.instance.pk else None

    def _prepare_numbering(self) -> None:
        helps = {
            "ref": _("Left empty it is made from the words. Stands in exported data."),
            "position": _("Left empty it comes last in its main area."),
        }
        for name, text in helps.items():
            field: Any = self.fields.get(name)
            if field:
                field.required, field.help_text = False, text
            if field and name == "position":
                column = self._meta.model._meta.get_field(name)
                field.max_value = MOST_PARTS[column.get_internal_type()]
        if not self.instance.pk:
            self.initial["position"] = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        area = cleaned.get("main_area")
        if area:
            self._number(cleaned, area)
        return cleaned

    def _number(self, cleaned: dict[str, Any], area: MainArea) -> None:
        model = type(self.instance)
        # A new main area's own parts have nothing beside them yet.
        others = model.objects.filter(main_area__program=area.program_id).exclude(
            pk=self.instance.pk
        )
        if "ref" in self.fields:
            self._refer(cleaned, others)
        if cleaned.get("position") is None and "position" not in self.errors:
            last = others.filter(main_area=area.pk).aggregate(last=Max("position"))["last"]
            cleaned["position"] = 1 if last is None else last + 1

    def _refer(self, cleaned: dict[str, Any], others: QuerySet) -> None:
        refs = set(others.values_list("ref", flat=True))
        if cleaned.get("ref") in refs:
            self.add_error(
                "ref", _("The programme has another with that reference: choose another.")
            )
        elif not cleaned.get("ref"):
            cleaned["ref"] = _free(short_reference(cleaned.get(self.named_by) or ""), refs)


def _free(wanted: str, taken: set[str]) -> str:
    wanted = wanted or "x"
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


class InMainAreaForm(PartForm):
    """A part that may stand under an initiative of its main area."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        area, initiative = cleaned.get("main_area"), cleaned.get("initiative")
        if area and initiative and initiative.main_area_id != area.pk:
            message = _("The initiative belongs to another main area: choose one of its own.")
            self.add_error("initiative", message)
        return cleaned
