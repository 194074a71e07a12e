"""What the forms of a programme's parts share, and those of main areas, initiatives, sources."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.roles import May
from core.forms.records import Group, RecordForm, danish_formfield
from programs.models import FundingSource, Initiative, MainArea, Program
from programs.rules.references import free_reference
from programs.rules.staffing import check_fte


class PartForm(RecordForm):
    """A part of a programme: what it can be tied to is of the same programme.

    Its reference may be left empty, and is made of its words; a new part comes last.
    """

    # The field of whose words the reference is made.
    named_by = "title"

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        self.offer("main_area", MainArea.objects.filter(program=program))
        initiatives = Initiative.objects.filter(main_area__program=program)
        self.offer("initiative", initiatives.order_by("main_area__number", "position", "pk"))
        for name in ("responsible", "person"):
            if name in self.fields:
                people = User.objects.who_may(May.LOG, kept=getattr(self.instance, f"{name}_id"))
                self.offer(name, people).label_from_instance = attrgetter("named")
        if "ref" in self.fields:
            self.fields["ref"].required = False
            self.fields["ref"].help_text = _(
                "Left empty it is made from the words. Stands in exported data."
            )

    def offer(self, name: str, rows: QuerySet) -> Any:
        """Let a field choose among these rows, if the form has it; the field."""
        field: Any = self.fields.get(name)
        if field:
            field.queryset = rows
        return field

    def beside(self) -> QuerySet:
        """The programme's parts of the same kind, among which the reference is one of its own."""
        rows = type(self.instance)._default_manager.filter(main_area__program=self.program)
        return rows.exclude(pk=self.instance.pk)

    def place(self) -> dict[str, Model]:
        """Where a new part comes last, as a filter."""
        return {"main_area": self.cleaned_data["main_area"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "ref" in self.fields:
            self._refer(cleaned)
        return cleaned

    def _refer(self, cleaned: dict[str, Any]) -> None:
        refs = set(self.beside().values_list("ref", flat=True))
        if cleaned.get("ref") in refs:
            message = _("The programme has another with that reference: choose another.")
            self.add_error("ref", message)
        elif not cleaned.get("ref"):
            cleaned["ref"] = free_reference(cleaned.get(self.named_by) or "", refs)

    def _post_clean(self) -> None:
        if self.is_new and not self.errors:
            rows = self.beside().filter(**self.place())
            self.instance.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        super()._post_clean()


class InMainAreaForm(PartForm):
    """A part that may stand under an initiative of its main area."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        area, initiative = cleaned.get("main_area"), cleaned.get("initiative")
        if area and initiative and initiative.main_area_id != area.pk:
            message = _("The initiative belongs to another main area: choose one of its own.")
            self.add_error("initiative", message)
        return cleaned


class MainAreaForm(PartForm):
    """A main area by itself; the FTE of several are changed together on a page of their own."""

    class Meta:
        model = MainArea
        fields = (
            "title",
            "fte",
            "policy_strand",
            "challenge",
            "purpose",
            "target_groups",
            "method",
            "anchoring",
            "resource_title",
        )
        formfield_callback = danish_formfield

    groups = (
        Group(("title", "fte", "policy_strand")),
        Group(("challenge", "purpose", "target_groups", "method", "anchoring"), _("Texts")),
        Group(("resource_title",), _("More"), is_folded=True),
    )

    def beside(self) -> QuerySet:
        return MainArea.objects.filter(program=self.program).exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "fte" in cleaned and cleaned["fte"] != self.stored.get("fte"):
            others = self.beside().values_list("fte", flat=True)
            try:
                check_fte(self.program, [*others, cleaned["fte"]])
            except ValidationError as error:
                self.add_error("fte", error.messages)
                self.add_error("fte", _("Change several main areas, or the total, together."))
        return cleaned

    def _post_clean(self) -> None:
        if self.is_new:
            last = self.beside().aggregate(last=Max("number"))["last"]
            self.instance.program, self.instance.number = self.program, (last or 0) + 1
        RecordForm._post_clean(self)


class InitiativeForm(PartForm):
    class Meta:
        model = Initiative
        fields = ("main_area", "title", "description", "ref")
        formfield_callback = danish_formfield

    groups = (
        Group(("main_area", "title", "description")),
        Group(("ref",), _("More"), is_folded=True),
    )

    def clean(self) -> dict[str, Any]:
        """It stays in its main area with what stands under it."""
        cleaned = super().clean()
        area = cleaned.get("main_area")
        moved = area and not self.is_new and area != self.stored["main_area"]
        below = (self.instance.criteria, self.instance.activities) if moved else ()
        if any(rows.exists() for rows in below):
            message = _("Something stands under it: move that to the other main area first.")
            self.add_error("main_area", message)
        return cleaned


class FundingSourceForm(PartForm):
    class Meta:
        model = FundingSource
        fields = ("name",)
        formfield_callback = danish_formfield

    def _post_clean(self) -> None:
        self.instance.program = self.program
        RecordForm._post_clean(self)
