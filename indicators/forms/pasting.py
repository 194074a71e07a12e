"""The form that shows a pasted section as proposals, each to be taken, mended or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms.fields import DanishDecimalField, DanishIntegerField, SafeCharField
from indicators.models import DECIMAL_PLACES, MAX_DIGITS, Criterion
from indicators.models.choices import Comparison, Measure
from indicators.rules import sources
from indicators.rules.wording.outlines import (
    ActivityProposal,
    Area,
    CriterionProposal,
    Group,
    read_section,
)
from indicators.rules.wording.proposals import Proposal
from indicators.services.pasting import (
    TakenActivity,
    TakenArea,
    TakenCriterion,
    TakenGroup,
)

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from programs.models import Program

NEW = "new"
FIGURES = (Measure.COUNT, Measure.SHARE)


class PasteForm(forms.Form):
    """The section as it is copied out of a document."""

    text = SafeCharField(
        label=_("The section, as copied from the document"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Copy the headings and the table with activities and success criteria. Nothing is "
            "saved before you have seen what was read."
        ),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its fields by name; ``proposal`` is a criterion's, its ``parts`` below it."""

    key: str
    fields: dict[str, BoundField]
    proposal: Proposal | None = None
    doubts: Sequence[str] = ()
    parts: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class ShownGroup:
    title: BoundField | None
    activities: Sequence[Row]
    criteria: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ShownArea:
    where: BoundField
    groups: Sequence[ShownGroup]


class ProposalsForm(forms.Form):
    """What was read of a section, to be mended; the section itself goes along."""

    text = SafeCharField(max_length=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, text: str, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program, self.outline = program, read_section(text, sources.clues())
        self.initial["text"] = text
        self.areas = list(program.main_areas.order_by("number"))
        for at, area in enumerate(self.outline.areas):
            if area.groups:
                self._add_area(f"a{at}", area)

    @property
    def unread(self) -> list[str]:
        return [line.value for line in self.outline.unread]

    def _add_area(self, key: str, area: Area) -> None:
        new = [(NEW, _("New main area: %s") % area.title.value)] if area.title else []
        known = [(str(one.pk), str(one)) for one in self.areas]
        same = [one for one in self.areas if area.title and one.title == area.title.value]
        self.fields[f"{key}-where"] = forms.ChoiceField(
            label=_("Main area"),
            choices=[*new, *known],
            initial=str(same[0].pk) if same else (new or known or [("", "")])[0][0],
        )
        for at, group in enumerate(area.groups):
            self._add_group(f"{key}-g{at}", group)

    def _add_group(self, key: str, group: Group) -> None:
        if group.title:
            self.fields[f"{key}-title"] = SafeCharField(
                label=_("Initiative"), max_length=200, required=False, initial=group.title.value
            )
        for at, activity in enumerate(group.activities):
            self._add_activity(f"{key}-i{at}", activity)
        for at, criterion in enumerate(group.criteria):
            self._add_criterion(f"{key}-c{at}", criterion.wording.value, criterion.proposal)
            for below, (words, proposal) in enumerate(_parts_of(criterion)):
                self._add_criterion(f"{key}-c{at}-p{below}", words, proposal)

    def _add_take(self, key: str) -> None:
        self.fields[f"{key}-take"] = forms.BooleanField(
            label=_("Take it"), required=False, initial=True
        )

    def _add_activity(self, key: str, activity: ActivityProposal) -> None:
        self._add_take(key)
        self.fields[f"{key}-title"] = SafeCharField(
            label=_("Activity"), max_length=300, initial=activity.title.value[:300]
        )
        times = activity.occurrences
        self.fields[f"{key}-times"] = DanishIntegerField(
            label=_("How many times"),
            required=False,
            min_value=1,
            max_value=10_000,
            initial=times.value if times else None,
        )

    def _add_criterion(self, key: str, wording: str, proposal: Proposal) -> None:
        self._add_take(key)
        self.fields[f"{key}-wording"] = SafeCharField(
            label=_label("wording"),
            initial=wording,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        measure = proposal.measure.value if proposal.measure else Measure.NARRATIVE
        self.fields[f"{key}-measure"] = forms.ChoiceField(
            label=_label("measure"),
            choices=Measure.choices,
            initial=measure,
        )
        comparison = proposal.comparison.value if proposal.comparison else Comparison.AT_LEAST
        self.fields[f"{key}-comparison"] = forms.ChoiceField(
            label=_label("comparison"),
            choices=Comparison.choices,
            initial=comparison,
        )
        self.fields[f"{key}-target"] = DanishDecimalField(
            label=_label("target"),
            required=False,
            min_value=0,
            max_digits=MAX_DIGITS,
            decimal_places=DECIMAL_PLACES,
            initial=proposal.target.value if proposal.target else None,
        )
        self.fields[f"{key}-unit"] = SafeCharField(
            label=_label("unit"),
            max_length=60,
            required=False,
            initial=proposal.unit.value[:60] if proposal.unit else "",
        )

    # What the page shows --------------------------------------------------------------------

    def shown(self) -> Iterator[ShownArea]:
        """The main areas in which anything was found."""
        for at, area in enumerate(self.outline.areas):
            if not area.groups:
                continue
            groups = [self._shown_group(f"a{at}-g{n}", g) for n, g in enumerate(area.groups)]
            yield ShownArea(self[f"a{at}-where"], groups)

    def _shown_group(self, key: str, group: Group) -> ShownGroup:
        title = self[f"{key}-title"] if group.title else None
        activities = [self._row(f"{key}-i{at}") for at, _one in enumerate(group.activities)]
        criteria = []
        for at, one in enumerate(group.criteria):
            parts = [
                self._row(f"{key}-c{at}-p{below}", proposal)
                for below, (_words, proposal) in enumerate(_parts_of(one))
            ]
            criteria.append(self._row(f"{key}-c{at}", one.proposal, parts))
        return ShownGroup(title, activities, criteria)

    def _row(self, key: str, proposal: Proposal | None = None, parts: Sequence[Row] = ()) -> Row:
        names = ("take", "title", "times", "wording", "measure", "comparison", "target", "unit")
        fields = {name: self[f"{key}-{name}"] for name in names if f"{key}-{name}" in self.fields}
        doubts = [str(read.value.label) for read in proposal.doubts] if proposal else []
        return Row(key, fields, proposal, doubts, parts)

    # What is taken --------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in [name for name in self.fields if name.endswith("-measure")]:
            key = name.removesuffix("-measure")
            asks = cleaned.get(name) in FIGURES and cleaned.get(f"{key}-take")
            if asks and cleaned.get(f"{key}-target") is None and f"{key}-target" in cleaned:
                self.add_error(f"{key}-target", _("Give a target, or choose another measure."))
        return cleaned

    def taken(self) -> list[TakenArea]:
        """What is to be made, as it was mended."""
        return [
            self._taken_area(f"a{at}", area)
            for at, area in enumerate(self.outline.areas)
            if area.groups
        ]

    def _taken_area(self, key: str, area: Area) -> TakenArea:
        where = self.cleaned_data[f"{key}-where"]
        known = next((one for one in self.areas if str(one.pk) == where), None)
        title = area.title.value if area.title else ""
        groups = [self._taken_group(f"{key}-g{at}", g) for at, g in enumerate(area.groups)]
        return TakenArea(known, title, groups)

    def _taken_group(self, key: str, group: Group) -> TakenGroup:
        given = self.cleaned_data
        activities = [
            TakenActivity(given[f"{key}-i{at}-title"], one.heading, given[f"{key}-i{at}-times"])
            for at, one in enumerate(group.activities)
            if given[f"{key}-i{at}-take"]
        ]
        criteria = [
            self._taken_criterion(f"{key}-c{at}", one)
            for at, one in enumerate(group.criteria)
            if given[f"{key}-c{at}-take"]
        ]
        return TakenGroup(given.get(f"{key}-title", ""), activities, criteria)

    def _taken_criterion(self, key: str, criterion: CriterionProposal) -> TakenCriterion:
        parts = [
            self._one(f"{key}-p{below}", criterion.heading, proposal, [])
            for below, (_words, proposal) in enumerate(_parts_of(criterion))
            if self.cleaned_data[f"{key}-p{below}-take"]
        ]
        return self._one(key, criterion.heading, criterion.proposal, parts)

    def _one(
        self, key: str, heading: str, proposal: Proposal, parts: list[TakenCriterion]
    ) -> TakenCriterion:
        given = self.cleaned_data
        figures = ("comparison", "target", "unit")
        measured = given[f"{key}-measure"] in FIGURES
        return TakenCriterion(
            wording=given[f"{key}-wording"],
            heading=heading,
            measure=given[f"{key}-measure"],
            proposal=proposal,
            figures={name: given[f"{key}-{name}"] for name in figures} if measured else {},
            parts=parts,
        )


def _label(name: str) -> str:
    column: Any = Criterion._meta.get_field(name)
    return capfirst(str(column.verbose_name))


def _parts_of(criterion: CriterionProposal) -> list[tuple[str, Proposal]]:
    """The sub-criteria: those that stand below it, and those that its own words demand."""
    below = [(part.wording.value, part.proposal) for part in criterion.parts]
    own = [
        (criterion.proposal.text[part.start : part.end].strip(" ,.;"), part)
        for part in criterion.proposal.parts
    ]
    return [(words, proposal) for words, proposal in [*below, *own] if words]
