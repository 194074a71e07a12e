"""A report as a document: its sections in their order, filled with the figures of the cut-off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.dates import format_date_long
from reports.models import Content, Section, StatusReport
from reports.rules import criterion_blocks, overview_blocks
from reports.rules.document import Block, Document, Fact, Part, Picture
from reports.rules.texts import blocks_of

if TYPE_CHECKING:
    from reports.models import Decision
    from reports.rules.facts import Facts
    from reports.rules.standings import FrozenStanding


@dataclass(frozen=True)
class Material:
    """What a report is made of. ``sections`` are those not cut, in their order, with what they
    cite; ``pictures`` are of each section by its primary key.
    """

    report: StatusReport
    sections: Sequence[Section]
    facts: Facts
    pictures: Mapping[int, Sequence[Picture]] = field(default_factory=dict)
    previous: Sequence[FrozenStanding] = ()
    decisions: Sequence[Decision] = ()


def document_of(material: Material) -> Document:
    report = material.report
    return Document(
        title=report.title,
        subtitle=str(report.program),
        dated=report.dated.isoformat(),
        facts=tuple(_head(report)),
        parts=_nested([(section.level, _part(section, material)) for section in material.sections]),
    )


def _head(report: StatusReport) -> Iterable[Fact]:
    between = {
        "first": format_date_long(report.period_start),
        "last": format_date_long(report.period_end),
    }
    yield Fact(_("Date"), format_date_long(report.dated))
    yield Fact(_("Case no."), report.case_number or "–")
    yield Fact(_("Document no."), report.document_number or "–")
    if report.addressee:
        yield Fact(_("To"), report.addressee)
    yield Fact(_("Period"), _("%(first)s to %(last)s") % between)
    yield Fact(_("Cut-off date"), format_date_long(report.cut_off))
    if report.replaces:
        yield Fact(_("Replaces"), _("Report no. %s") % report.replaces.number)


def anchor_of(section: Section) -> str:
    return f"section-{section.pk}"


def _part(section: Section, material: Material) -> Part:
    blocks = [*_blocks(section, material), *material.pictures.get(section.pk, ())]
    return Part(section.title, anchor_of(section), tuple(blocks))


def _blocks(section: Section, material: Material) -> Iterable[Block]:
    facts = material.facts
    # A criterion that has since been taken out of the programme leaves its text behind.
    one = facts.criteria.get(section.criterion_id or 0)
    text = blocks_of(section.text, facts.figures, one.name if one else "")
    match section.content:
        case Content.CRITERION if one:
            yield from criterion_blocks.of_criterion(one, section, facts, text)
        case Content.MAIN_AREA:
            yield from text
            yield from overview_blocks.of_area(section.main_area, facts, _judged(material))
        case Content.SUMMARY:
            yield from text
            yield from overview_blocks.of_summary(facts)
        case Content.INTERNAL | Content.EXTERNAL:
            yield from text
            yield from overview_blocks.of_cases(section.content, facts)
        case Content.RESOURCES:
            yield from text
            yield from overview_blocks.of_resources(facts)
        case Content.SINCE_LAST:
            yield from text
            yield from overview_blocks.since_last(material.previous, facts)
        case Content.DECISIONS:
            yield from text
            yield from overview_blocks.of_decisions(material.decisions)
        case _:
            yield from text


def _judged(material: Material) -> dict[int, str]:
    """By criterion the status that its section says it is judged as."""
    criteria = material.facts.criteria
    return {
        pk: criterion_blocks.judgement_of(criteria[pk], section)[0]
        for section in material.sections
        if (pk := section.criterion_id or 0) in criteria
    }


def _nested(levelled: Sequence[tuple[int, Part]]) -> tuple[Part, ...]:
    """The parts inside each other by their levels; one that skips a level is taken up to it."""
    found: list[Part] = []
    rest = list(levelled)
    while rest:
        level, part = rest.pop(0)
        inner = []
        while rest and rest[0][0] > level:
            inner.append(rest.pop(0))
        found.append(Part(part.title, part.anchor, part.blocks, _nested(inner)))
    return tuple(found)
