"""The programme document: what the committee adopts, in the order in which it reads it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity
from core.dates import format_date_long
from core.numbers import NBSP, format_kroner, format_number, plain_number
from economy.models import BudgetLine
from indicators.models import Criterion
from programs.models import Initiative, MainArea, Program
from reports.rules.document import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Figure,
    Listing,
    Paragraph,
    Part,
    Row,
    Runs,
    Table,
    Text,
)
from reports.rules.prose import blocks_of_text, filled
from resources.models import StaffAllocation
from resources.rules.words import amount_words


@dataclass(frozen=True, slots=True)
class Configured:
    """A programme's rows, each kind in the document's order."""

    program: Program
    areas: Sequence[MainArea]
    initiatives: Sequence[Initiative]
    activities: Sequence[Activity]
    criteria: Sequence[Criterion]
    allocations: Sequence[StaffAllocation]
    lines: Sequence[BudgetLine]


def document_of(rows: Configured, day: datetime.date) -> Document:
    """``day`` stands on a document whose programme has not been adopted."""
    program = rows.program
    parts = [
        _text_part(_("Purpose"), "purpose", program.purpose),
        _text_part(_("The policy it serves"), "policy", program.policy),
        _overview(rows),
        _text_part(_("Method"), "method", program.method),
        *(_area(rows, area) for area in rows.areas),
        _period(program),
        _staff(rows),
        _budget(rows),
    ]
    return Document(
        title=program.title,
        dated=(program.adopted_on or day).isoformat(),
        subtitle=program.annex,
        facts=tuple(_facts(program)),
        parts=tuple(part for part in parts if part),
    )


def _facts(program: Program) -> Iterator[Fact]:
    dates = format_date_long(program.starts_on), format_date_long(program.ends_on)
    yield Fact(_("Period"), " – ".join(dates))
    if program.adopted_on:
        adopted = format_date_long(program.adopted_on)
        reference = program.adoption_reference
        yield Fact(_("Adopted"), f"{adopted} ({reference})" if reference else adopted)


def _text_part(title: str, anchor: str, text: str) -> Part | None:
    """Nothing where nothing was written."""
    return Part(title, anchor, blocks_of_text(text)) if text.strip() else None


def _strong(text: str) -> Paragraph:
    return Paragraph((Text(text, strong=True),))


# Main areas -----------------------------------------------------------------------------------


def _overview(rows: Configured) -> Part | None:
    """Their titles with those of their initiatives."""
    blocks: list[Block] = []
    for area in rows.areas:
        blocks.append(_strong(str(area)))
        own = [one for one in rows.initiatives if one.main_area_id == area.pk]
        if own:
            blocks.append(Listing(tuple((Text(one.title),) for one in own)))
    return Part(_("Main areas of the programme"), "main-areas", tuple(blocks)) if blocks else None


def _area(rows: Configured, area: MainArea) -> Part:
    name = f"area-{area.number}"
    strand = area.policy_strand
    parts = [
        _text_part(_("Challenge"), f"{name}-challenge", area.challenge),
        _text_part(_("Purpose"), f"{name}-purpose", area.purpose),
        _text_part(_("Target groups"), f"{name}-target-groups", area.target_groups),
        _text_part(_("Method"), f"{name}-method", area.method),
        _initiatives(rows, area),
        _text_part(_("Anchoring"), f"{name}-anchoring", area.anchoring),
        _plan(rows, area),
    ]
    blocks = (Paragraph((Text(strand, emphasis=True),)),) if strand else ()
    return Part(str(area), name, blocks, tuple(part for part in parts if part))


def _initiatives(rows: Configured, area: MainArea) -> Part | None:
    blocks: list[Block] = []
    for one in rows.initiatives:
        if one.main_area_id == area.pk and one.description.strip():
            blocks += [_strong(one.title), *blocks_of_text(one.description)]
    return (
        Part(_("Initiatives"), f"area-{area.number}-initiatives", tuple(blocks)) if blocks else None
    )


# What is done, and what is demanded of it -----------------------------------------------------


def _plan(rows: Configured, area: MainArea) -> Part | None:
    """A table of two columns for each initiative, and one for what stands under none."""
    own = [one for one in rows.initiatives if one.main_area_id == area.pk]
    tables = [_table(rows, area, initiative) for initiative in [*own, None]]
    found = tuple(table for table in tables if table)
    title = _("Activities and success criteria")
    return Part(title, f"area-{area.number}-plan", found) if found else None


def _table(rows: Configured, area: MainArea, initiative: Initiative | None) -> Table | None:
    key = area.pk, initiative.pk if initiative else None
    activities = [one for one in rows.activities if (one.main_area_id, one.initiative_id) == key]
    criteria = [one for one in rows.criteria if (one.main_area_id, one.initiative_id) == key]
    allocations = [
        (place, one)
        for place, one in enumerate(rows.allocations, 1)
        if (one.main_area_id, _initiative_of(one)) == key
    ]
    if not (activities or criteria or allocations):
        return None
    headings = dict.fromkeys(
        [one.heading for one in activities] + [one.heading for one in criteria]
    )
    groups = [
        Row((_activities(activities, heading, rows.program, area), _criteria(criteria, heading)))
        for heading in headings
    ]
    if allocations:
        # Beside the first activities, as what they may cost stands in place of what they reach.
        first, *rest = groups or [Row(((), ()))]
        own = first.cells[1]
        if criteria and isinstance(own[0], Listing):
            own = (_strong(_("Success criteria")), *own)
        groups = [Row((first.cells[0], (*_resources(allocations), *own))), *rest]
    demanded = _("Resources and success criteria") if allocations else _("Success criteria")
    caption = _("Activities and success criteria")
    return Table(
        f"{caption}: {initiative.title if initiative else area.title}",
        (Column(_("Activities"), share=50), Column(demanded, share=50)),
        tuple(groups),
    )


def _initiative_of(allocation: StaffAllocation) -> int | None:
    """Its own, or that of the first activity it is for."""
    if allocation.initiative_id:
        return allocation.initiative_id
    return next((one.initiative_id for one in allocation.activities.all()), None)


def _activities(
    activities: Iterable[Activity], heading: str, program: Program, area: MainArea
) -> Cell:
    points = [_activity(one, program, area) for one in activities if one.heading == heading]
    return _under(heading, points)


def _criteria(criteria: Sequence[Criterion], heading: str) -> Cell:
    own = [one for one in criteria if one.heading == heading]
    return _under(heading, list(_wordings(own, {one.pk for one in own})))


def _wordings(criteria: Sequence[Criterion], shown: set[int]) -> Iterator[Runs]:
    """Each with its sub-criteria below it; a part of what stands elsewhere stands by itself."""

    def say(one: Criterion, depth: int) -> Iterator[Runs]:
        yield _wording(one, depth)
        for child in criteria:
            if child.parent_id == one.pk:
                yield from say(child, depth + 1)

    for one in criteria:
        if one.parent_id not in shown:
            yield from say(one, 0)


def _wording(criterion: Criterion, depth: int) -> Runs:
    runs = [Text(criterion.wording)]
    if depth:
        runs.insert(0, Text(_("of which:") + " ", emphasis=True))
    if criterion.carried_over_from:
        carried = _("carried over from %s") % criterion.carried_over_from
        runs.append(Text(f" ({carried})"))
    return tuple(runs)


def _under(heading: str, points: Sequence[Runs]) -> Cell:
    if not points:
        return (Paragraph((Text("–"),)),)
    listing = Listing(tuple(points))
    return (_strong(heading), listing) if heading else (listing,)


def _activity(activity: Activity, program: Program, area: MainArea) -> Runs:
    runs: list[Text | Figure] = [Text(activity.title, strong=True)]
    if activity.description.strip():
        runs.append(Text(f": {activity.description.strip()}"))
    besides: list[Text | Figure] = []
    place = activity.place.name if activity.place else ""
    if place and place not in activity.title:
        besides.append(Text(place))
    if (activity.starts_on, activity.ends_on) != (program.starts_on, program.ends_on):
        besides += _days(activity)
    if activity.planned_occurrences and activity.planned_occurrences > 1:
        times = format_number(activity.planned_occurrences)
        besides.append(
            Figure(
                f"area-{area.number}.{activity.ref}.occurrences",
                _("%s times") % times,
                str(activity.planned_occurrences),
                activity.get_absolute_url(),
            )
        )
    for number, one in enumerate(besides):
        runs += [Text(" · " if number else " ("), one]
    return (*runs, Text(")")) if besides else tuple(runs)


def _days(activity: Activity) -> list[Text | Figure]:
    days = [day for day in (activity.starts_on, activity.ends_on) if day]
    return [Text(" – ".join(dict.fromkeys(map(format_date_long, days))))] if days else []


def _resources(allocations: Iterable[tuple[int, StaffAllocation]]) -> Cell:
    return _strong(_("Resources")), Listing(tuple(map(_allocation, allocations)))


def _allocation(numbered: tuple[int, StaffAllocation]) -> Runs:
    """«1 årsværk: Stadig indsats (Mjølnerparken, Titanparken). Beslutning: …»"""
    place, allocation = numbered
    runs: list[Text | Figure] = [_amount(place, allocation), Text(f": {allocation.title}")]
    for_what = ", ".join(one.title for one in allocation.activities.all())
    if for_what:
        runs.append(Text(f" ({for_what})"))
    if allocation.decision_reference:
        runs.append(Text(". " + _("Decision: %s") % allocation.decision_reference))
    return tuple(runs)


def _amount(place: int, allocation: StaffAllocation) -> Figure:
    is_weekly = allocation.weekly_hours is not None
    value = allocation.weekly_hours if is_weekly else allocation.fte
    kind = "weekly_hours" if is_weekly else "fte"
    text = amount_words(allocation).replace(" ", NBSP)
    return Figure(f"allocation-{place}.{kind}", text, plain_number(value or Decimal(0)))


# Period, staff, money -------------------------------------------------------------------------


def _period(program: Program) -> Part:
    sentence = _("The programme runs from {start} to {end}.")
    runs = filled(
        sentence,
        start=_date("period.start", program.starts_on),
        end=_date("period.end", program.ends_on),
    )
    return Part(_("Period"), "period", (Paragraph(runs),))


def _date(key: str, day: datetime.date) -> Figure:
    return Figure(key, format_date_long(day).replace(" ", NBSP), day.isoformat())


def _staff(rows: Configured) -> Part | None:
    program = rows.program
    address = reverse("resources:resources", args=[program.slug])
    shares = [(area, area.fte) for area in rows.areas if area.fte is not None]
    total = program.fte if program.fte is not None else sum((fte for _a, fte in shares), Decimal(0))
    blocks: list[Block] = []
    if program.fte is not None or shares:
        whole = _fte("fte.total", total, address)
        blocks.append(
            Paragraph(filled(_("The programme has {fte} full-time equivalents."), fte=whole))
        )
    decided = [one for one in enumerate(rows.allocations, 1) if one[1].decision_reference]
    if decided:
        blocks.append(Listing(tuple(_allocation(one) for one in decided)))
    if shares:
        lines = [
            _line(
                f"{area.number}. {area.resource_title or area.title}",
                _fte(f"fte.area-{area.number}", fte, address),
            )
            for area, fte in shares
        ]
        lines.append(_line(_("In all"), _fte("fte.sum", total, address), is_total=True))
        columns = (Column(_("Main area"), share=75), Column(_("FTE"), is_number=True, share=25))
        caption = _("Full-time equivalents by main area")
        blocks.append(Table(caption, columns, tuple(lines), has_row_heads=True))
    return Part(_("Resources"), "resources", tuple(blocks)) if blocks else None


def _fte(key: str, fte: Decimal, address: str) -> Figure:
    return Figure(key, format_number(fte), plain_number(fte), address)


def _line(title: str, figure: Figure, *, is_total: bool = False) -> Row:
    return Row(((Paragraph((Text(title),)),), (Paragraph((figure,)),)), is_total=is_total)


def _budget(rows: Configured) -> Part | None:
    """As first granted: what was revised since is no part of what was adopted."""
    if not rows.lines:
        return None
    in_turn = dict.fromkeys(line.source_id for line in rows.lines)
    sources = {source: place for place, source in enumerate(in_turn, 1)}
    lines = []
    for line in rows.lines:
        key = f"budget-{sources[line.source_id]}.{line.ref}"
        amount = Figure(
            key, format_kroner(line.amount), plain_number(line.amount), line.get_absolute_url()
        )
        cells = [(Paragraph((Text(text),)),) for text in (line.title, line.source.name)]
        lines.append(Row((*cells, (Paragraph((amount,)),))))
    total = sum((line.amount for line in rows.lines), Decimal(0))
    address = reverse("economy:economy", args=[rows.program.slug])
    whole = Figure("budget.total", format_kroner(total), plain_number(total), address)
    last: tuple[Cell, ...] = ((_strong(_("In all")),), (), (Paragraph((whole,)),))
    columns = (
        Column(_("Activity"), share=45),
        Column(_("Funding source"), share=35),
        Column(_("Amount (kr.)"), is_number=True, share=20),
    )
    table = Table(
        _("Funds set aside for the programme"),
        columns,
        (*lines, Row(last, is_total=True)),
        has_row_heads=True,
    )
    return Part(_("Funds"), "funds", (table,))
