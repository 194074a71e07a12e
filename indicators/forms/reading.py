"""What a criterion's form shows beside what is typed: its verdict, and what its wording says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms.concurrent import shown_text
from core.meanwhile import is_same
from indicators.models import Criterion
from indicators.models.choices import Base, Measure
from indicators.queries.standings import thresholds_of
from indicators.rules import sources
from indicators.rules.criteria import rule_of
from indicators.rules.verdicts import Verdict, verdict_of
from indicators.rules.wording.proposals import Proposal
from indicators.rules.wording.reading import read_wording
from indicators.rules.wording.values import values_of

if TYPE_CHECKING:
    from programs.models import Program


@dataclass(frozen=True, slots=True)
class Proposed:
    """A field, what the wording proposes for it and from which words; what the field says else."""

    name: str
    label: str
    text: str
    words: str
    stands: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a wording proposes: by field, and why a person has to look."""

    fields: list[Proposed]
    doubts: list[tuple[str, str]]


def verdict_in(form: Any, program: Program) -> Verdict | None:
    """How the criterion will be judged as the form has it by now; None while that is unclear."""
    now = {name: value_now(form, name) for name in ("measure", "comparison", "target", "source")}
    more = ("unit", "aggregation", "pacing", "base", "base_value", "measured_from", "due_on")
    now |= {name: value_now(form, name) for name in more}
    measure = now["measure"]
    if measure not in Measure.values or now["source"] not in sources.sources:
        return None
    now["due_on"] = now["due_on"] or program.ends_on
    if now["base"] == Base.LINKED or now["base_value"] is None:
        now["base"] = ""
    # Under a key that no stored one has.
    trial = Criterion(pk=0, **now)
    planned = value_now(form, "planned_points") or ()
    rule = rule_of(trial, program.starts_on, planned=planned)
    if rule.starts_on > rule.due_on or (measure == Measure.COUNT and rule.target is None):
        return None
    return verdict_of(rule, thresholds_of(program), now["unit"] or "")


def value_now(form: Any, name: str) -> Any:
    """What a field says by now; nothing where that cannot be read, or there is no such field."""
    field: forms.Field | None = form.fields.get(name)
    if field is None:
        return form.blank(name)
    try:
        return field.clean(field.prepare_value(form.raw(name)))
    except ValidationError:
        return None


def read_now(form: Any) -> Proposal:
    wording = str(form.raw("wording") or "")
    return read_wording(wording, sources.clues())


def said_by_wording(form: Any, program: Program) -> Said | None:
    """What the wording proposes and the form does not say yet; None where it says all of it."""
    proposal = read_now(form)
    values = values_of(proposal, program.starts_on, program.ends_on)
    found = list(_differing(form, proposal.text, values))
    doubts = [(str(read.value.label), read.quoted_from(proposal.text)) for read in proposal.doubts]
    return Said(found, doubts) if found else None


def _differing(form: Any, text: str, values: Mapping[str, Any]) -> Iterator[Proposed]:
    for name, read in values.items():
        field = form.every_field.get(name) or form.fields.get(name)
        if field is None:
            continue
        now = value_now(form, name)
        if is_same(now, read.value):
            continue
        stands = shown_text(field, now) if now not in (None, "") else ""
        shown = shown_text(field, read.value)
        yield Proposed(name, str(field.label), shown, read.quoted_from(text), stands)
