"""Everything that a section's page shows beside the box it is written in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Subquery

from reports.models import Section, SectionRead
from reports.queries.evidence import evidence_of
from reports.queries.facts import facts_of
from reports.rules.citing import cited_in
from reports.rules.differences import DiffLine, lines_of_two
from reports.rules.document import Block, Figure
from reports.rules.drafting import Proposal, proposal_of
from reports.rules.evidence import Evidence, basis_of, figures_of_cited, figures_of_records
from reports.rules.facts import CriterionFacts, Facts
from reports.rules.texts import blocks_of
from reports.rules.token_names import TokenGroup, offered, offered_of_others
from reports.rules.tokens import unknown_in
from reports.rules.typed_figures import Typed, differing

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import StatusReport


def sections_to_write(report: StatusReport) -> Any:
    """With all that a section's page and its services look at."""
    return report.sections.select_related("author", "reviewer", "main_area").prefetch_related(
        "citations__measurement__criterion",
        "citations__log_entry__activity",
        "citations__log_entry__main_area",
        "pictures__attachment",
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A log entry or a measurement, the citation of it where the section has one, and whether the
    text has a figure of it.
    """

    record: Any
    citation: int | None
    is_named: bool = False
    partners: Sequence[str] = ()
    pictures: Sequence[Any] = ()


@dataclass(frozen=True)
class SectionPage:
    """``text`` is what the page previews: as it stands, or as somebody is typing it."""

    section: Section
    text: str

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.section.report)

    @cached_property
    def evidence(self) -> Evidence:
        return evidence_of(self.section)

    @property
    def criterion(self) -> CriterionFacts | None:
        return self.facts.criteria.get(self.section.criterion_id or 0)

    @property
    def own(self) -> str:
        return self.criterion.name if self.criterion else ""

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Those of the report, and of each piece of evidence that is cited or can be."""
        cited = figures_of_cited([self.section])
        entries = figures_of_records(self.evidence.entries)
        measurements = figures_of_records(self.evidence.measurements)
        return {**self.facts.figures, **cited, **entries, **measurements}

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.text, self.figures, self.own)

    @property
    def unknown(self) -> list[str]:
        return unknown_in(self.text, self.figures, self.own)

    @property
    def differing(self) -> list[Typed]:
        one = self.criterion
        if one is None:
            return []
        own = [figure for key, figure in self.figures.items() if key.startswith(f"{one.name}.")]
        return differing(self.text, own, one.name, one.row.unit, self.evidence.numbers())

    @property
    def tokens(self) -> list[TokenGroup]:
        return offered(self.facts, self.own)

    @property
    def tokens_of_others(self) -> list[TokenGroup]:
        return offered_of_others(self.facts, self.own)

    @property
    def proposal(self) -> Proposal | None:
        """What the product would write today, where that is something else."""
        found = proposal_of(basis_of(self.criterion, self.evidence, self.facts.figures))
        return found if found.text and found.text != self.section.text else None

    @property
    def entries(self) -> list[Piece]:
        cited = {row.log_entry_id: row.pk for row in self.section.citations.all()}
        named = cited_in(self.section.text).entries
        return [
            Piece(
                entry,
                cited.get(entry.pk),
                entry.pk in named,
                self.evidence.partners_of(entry),
                self.evidence.pictures.get(entry.pk, ()),
            )
            for entry in self.evidence.entries
        ]

    @property
    def measurements(self) -> list[Piece]:
        cited = {row.measurement_id: row.pk for row in self.section.citations.all()}
        named = cited_in(self.section.text).measurements
        return [
            Piece(one, cited.get(one.pk), one.pk in named) for one in self.evidence.measurements
        ]

    @property
    def shown_pictures(self) -> set[int]:
        return {row.attachment_id for row in self.section.pictures.all()}


@dataclass(frozen=True, slots=True)
class Since:
    """What others wrote after somebody last read a section."""

    by: str
    at: datetime.datetime
    lines: Sequence[DiffLine]


def changed_since_read(section: Section, user: User) -> Since | None:
    """Nothing for whoever has not worked with the section, and where the text is the same."""
    read = SectionRead.objects.filter(section=section, user=user).values("version")[:1]
    versions = section.history.filter(history_id__gte=Subquery(read))
    found = list(versions.select_related("history_user").order_by("history_id"))
    if not found or found[0].text == found[-1].text:
        return None
    writing = [new for old, new in pairwise(found) if old.text != new.text]
    newest = writing[-1]
    lines = lines_of_two(found[0].text, found[-1].text)
    return Since(str(newest.history_user or ""), newest.history_date, lines)
