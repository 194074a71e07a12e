"""What a report says of one criterion: wording, figures, judgement, how it is met, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date_long
from core.numbers import format_number
from indicators.models.choices import Measure
from reports.rules.cells import figure, labelled, mark, run
from reports.rules.document import (
    Block,
    Column,
    Figure,
    Listing,
    Paragraph,
    Row,
    Runs,
    Table,
    Text,
)

if TYPE_CHECKING:
    from reports.models import Citation, Section
    from reports.rules.facts import CriterionFacts, Facts


def of_criterion(
    one: CriterionFacts, section: Section, facts: Facts, text: Sequence[Block]
) -> Iterator[Block]:
    row = one.row
    if section.title != row.wording:
        yield Paragraph((Text(row.wording, emphasis=True),))
    yield _figures(one, facts)
    if row.explanation:
        yield Paragraph((Text(row.explanation),))
    yield from _judgement(one, section)
    if forecast := facts.figures.get(f"{one.name}.forecast"):
        day = facts.figures[f"{one.name}.forecast_on"]
        label = Text(_("Counts for nothing yet: "), strong=True)
        yield Paragraph((label, forecast, Text(" ("), day, Text(")")))
    yield from _met_as_follows(text)
    yield from _evidence(one, section)


def _figures(one: CriterionFacts, facts: Facts) -> Table:
    """One row, so that what is asked for and what was reached stand side by side."""
    headings = {
        "target": _("Target"),
        "value": _("Value"),
        "expected": _("Expected by then"),
    }
    found = [name for name in headings if f"{one.name}.{name}" in facts.figures]
    columns = (*(Column(headings[name]) for name in found), Column(_("Status")))
    cells = (
        *(figure(facts.figures, f"{one.name}.{name}") for name in found),
        run(mark(one.row.status.value)),
    )
    caption = _("Target and value as of %s") % format_date_long(facts.as_of)
    return Table(caption, columns, (Row(cells),))


def _met_as_follows(text: Sequence[Block]) -> Iterator[Block]:
    """What the author writes; its label stands in the first line, not alone at a page's end."""
    label = Text(_("Met as follows: "), strong=True)
    for place, block in enumerate(text):
        if place == 0 and isinstance(block, Paragraph):
            yield Paragraph((label, *block.runs))
        else:
            if place == 0:
                yield Paragraph((label,))
            yield block


def judgement_of(one: CriterionFacts, section: Section) -> tuple[str, str]:
    """The author's status with its reason, else the manager's of the programme; both may be empty.

    Of a criterion without a number the judgement is the status, and its reason stands already.
    """
    if section.overruled_status or one.row.measure == Measure.NARRATIVE:
        return section.overruled_status, section.overruled_reason
    return one.row.assessed_status or "", one.assessed_reason


def _judgement(one: CriterionFacts, section: Section) -> Iterable[Block]:
    """Beside the computed status, never for it."""
    code, reason = judgement_of(one, section)
    if not code:
        return
    runs: Runs = (Text(_("Judged as: "), strong=True), mark(code))
    if code != one.row.status.value:
        runs = (*runs, Text(_(" (computed: %s)") % str(one.row.status.label)))
    yield Paragraph(runs)
    if reason:
        yield labelled(_("Reason"), reason)


def _evidence(one: CriterionFacts, section: Section) -> Iterator[Block]:
    count = one.evidence
    parts = [
        (
            "entries",
            count.entries,
            ngettext("%(number)s log entry", "%(number)s log entries", count.entries),
        ),
        (
            "measurements",
            count.measurements,
            ngettext("%(number)s measurement", "%(number)s measurements", count.measurements),
        ),
    ]
    runs: list[Text | Figure] = []
    for key, number, words in parts:
        if number:
            told = words % {"number": format_number(number)}
            runs += [Text(", ")] if runs else []
            runs.append(Figure(f"{one.name}.{key}", told, str(number), one.address))
    if runs:
        yield Paragraph((Text(_("Evidence: "), strong=True), *runs))
    cited = [citation for citation in section.citations.all() if not citation.is_gone]
    if cited:
        yield Listing(tuple((_cited(one, citation),) for citation in cited))


def _cited(one: CriterionFacts, citation: Citation) -> Figure:
    """The day and what it was: an activity or an area, and nobody's name."""
    if entry := citation.log_entry:
        day, about, address = entry.on, str(entry.subject), entry.get_absolute_url()
    else:
        measured = citation.measurement
        assert measured  # noqa: S101 - a constraint holds that it is one of the two
        day, about, address = measured.measured_on, _("measurement"), one.address
    text = f"{format_date_long(day)}: {about}"
    return Figure(f"{one.name}.evidence-{citation.pk}", text, day.isoformat(), address)
