"""What a report still lacks: tasks, each leading to where it is mended. None of them stops it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models.choices import Measure, Status
from reports.models import Content, SectionState
from reports.rules.assembling import anchor_of
from reports.rules.letters import missing_letters
from reports.rules.tokens import unknown_in

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import Section
    from reports.rules.assembling import Material
    from reports.rules.document import Document
    from reports.rules.facts import CriterionFacts

# What the product fills by itself needs no text of anybody's.
_NEEDS_TEXT = frozenset({Content.TEXT, Content.CRITERION})


# What a section waits for, by its state.
_WAITS: dict[str, str | Promise] = {
    SectionState.EMPTY: gettext_lazy("Not approved yet"),
    SectionState.IN_PROGRESS: gettext_lazy("The author has not marked it as ready"),
    SectionState.READY: gettext_lazy("It is ready, and waits to be approved"),
    SectionState.RETURNED: gettext_lazy("It was returned with a comment"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """``section`` is where it is written, ``address`` where it is measured or judged; or neither,
    where it is one of the report's own facts.
    """

    code: str
    text: str
    section: Section | None = None
    address: str = ""

    @property
    def person(self) -> User | None:
        """Who mends it: of what is ready the reviewer, else whoever writes the section."""
        if self.section is None:
            return None
        reviews = self.section.state == SectionState.READY
        return self.section.reviewer if reviews else self.section.author

    @property
    def key(self) -> str:
        return f"{self.code}-{self.section.pk if self.section else self.address}-{self.text}"


def gaps_of(material: Material, document: Document) -> list[Gap]:
    """Of the report as it would be issued now."""
    return [
        *_of_report(material),
        *_of_cases(material),
        *_of_sections(material),
        *_of_letters(material, document),
    ]


def _of_letters(material: Material, document: Document) -> Iterator[Gap]:
    """They are printed as their numbers."""
    sections = {anchor_of(section): section for section in material.sections}
    for missing in missing_letters(document):
        text = _("No font has these letters: %s") % " ".join(missing.letters)
        yield Gap("letters", text, sections.get(missing.anchor))


def _of_report(material: Material) -> Iterator[Gap]:
    if not material.report.case_number:
        yield Gap("case_number", _("The case number is missing"))
    if not material.report.document_number:
        yield Gap("document_number", _("The document number is missing"))


def _of_cases(material: Material) -> Iterator[Gap]:
    """A case that is neither internal nor external stands in no section."""
    for row in material.facts.cases:
        if not row.case.scope:
            text = _("Internal or external is not decided: %s") % row.case
            yield Gap("scope", text, address=row.case.get_absolute_url())


def _of_sections(material: Material) -> Iterator[Gap]:
    for section in material.sections:
        one = material.facts.criteria.get(section.criterion_id or 0)
        if section.content in _NEEDS_TEXT and not section.text.strip():
            yield Gap("text", _("The text is missing"), section)
        elif section.state != SectionState.APPROVED:
            yield Gap("approval", str(_WAITS[section.state]), section)
        for written in unknown_in(section.text, material.facts.figures, one.name if one else ""):
            yield Gap("token", _("No such live figure: %s") % written, section)
        if section.content == Content.CRITERION and one is None:
            yield Gap("criterion", _("The criterion is no longer in the programme"), section)
        if one:
            yield from _of_criterion(one, section)


def _of_criterion(one: CriterionFacts, section: Section) -> Iterator[Gap]:
    row = one.row
    judged = row.assessed_status or section.overruled_status
    if row.status == Status.UNMEASURED and not judged:
        yield Gap("value", _("The value is missing"), section, one.address)
    if (row.measure == Measure.NARRATIVE or row.status == Status.MISSED) and not judged:
        yield Gap("judgement", _("The judgement is missing"), section, one.address)
    if row.status.meaning.needs_action and row.status.meaning.lags and not one.has_action:
        yield Gap("action", _("Nothing is written of what is done about it"), section, one.address)


def share_written(sections: Sequence[Section]) -> dict[str, int]:
    """How many sections are in each state, in the order of the states, and those of none too."""
    return {state.value: _number(sections, state) for state in SectionState}


def _number(sections: Iterable[Section], state: SectionState) -> int:
    return sum(section.state == state for section in sections)
