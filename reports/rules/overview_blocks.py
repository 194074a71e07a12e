"""What a report says across criteria: counts, main areas, cases, resources, what has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import format_date_long
from indicators.models.choices import Status
from reports.models import Content
from reports.rules.cells import Cell, figure, labelled, mark, run, words
from reports.rules.document import Block, Column, Paragraph, Row, Table, Text
from reports.rules.standings import Comparison, FrozenStanding, Move, compared, standings_of
from requisitions.models.choices import Scope

if TYPE_CHECKING:
    from programs.models import MainArea
    from reports.models import Decision
    from reports.rules.facts import Facts
    from requisitions.rules.register import CaseRow


def of_summary(facts: Facts) -> Iterator[Block]:
    """How many criteria of each main area have each status."""
    shown = [count.status for count in facts.table.counts() if count.number]
    if not shown:
        return
    columns = (
        Column(_("Main area"), share=40),
        *(Column(str(status.label), True, 60 // len(shown)) for status in shown),
    )
    rows = [
        Row((words(str(area)), *_counts(f"area.{area.number}", shown, facts)))
        for area in facts.table.areas
    ]
    rows.append(Row((words(_("In all")), *_counts("status", shown, facts)), is_total=True))
    caption = _("Criteria by status as of %s") % format_date_long(facts.as_of)
    yield Table(caption, columns, tuple(rows), has_row_heads=True)


def _counts(key: str, shown: Sequence[Status], facts: Facts) -> Iterator[Cell]:
    for status in shown:
        # Only those of which there are any lead anywhere.
        yield run(facts.figures.get(f"{key}.{status.value}") or Text("0"))


def of_area(area: MainArea | None, facts: Facts, judged: Mapping[int, str]) -> Iterator[Block]:
    """The area's purpose, and its criteria in one table; ``judged`` as statuses by criterion."""
    if area is None:
        return
    if area.purpose:
        yield labelled(_("Purpose"), area.purpose)
    own = [one for one in facts.criteria.values() if one.row.main_area.pk == area.pk]
    if not own:
        return
    columns = (
        Column(_("Success criterion"), share=38),
        Column(_("Target"), share=18),
        Column(_("Value"), share=18),
        Column(_("Status"), share=26),
    )
    rows = tuple(
        Row(
            (
                words(one.row.wording),
                figure(facts.figures, f"{one.name}.target"),
                figure(facts.figures, f"{one.name}.value"),
                _status(one.row.status.value, judged.get(one.row.pk)),
            )
        )
        for one in own
    )
    caption = _("The criteria of %(area)s as of %(day)s") % {
        "area": area,
        "day": format_date_long(facts.as_of),
    }
    yield Table(caption, columns, rows, has_row_heads=True)


def _status(code: str, judged: str | None) -> Cell:
    computed = Paragraph((mark(code),))
    if not judged or judged == code:
        return (computed,)
    return (computed, Paragraph((Text(_("Judged as: ")), mark(judged))))


def of_cases(content: str, facts: Facts) -> Iterator[Block]:
    """The requisitions of one kind, numbered, those of one administration together."""
    is_internal = content == Content.INTERNAL
    rows = facts.cases_of(Scope.INTERNAL if is_internal else Scope.EXTERNAL)
    label = _("Internal requisitions: ") if is_internal else _("External requisitions: ")
    yield Paragraph((Text(label, strong=True), facts.figures[f"requisitions.{content}"]))
    if not rows:
        return
    columns = (
        Column(_("No."), is_number=True, share=5),
        Column(_("Who asked"), share=29),
        Column(_("What about"), share=33),
        Column(_("What was done"), share=33),
    )
    caption = _("Internal requisitions") if is_internal else _("External requisitions")
    yield Table(caption, columns, tuple(_case(n, row) for n, row in enumerate(rows, 1)))


def _case(number: int, row: CaseRow) -> Row:
    about: Cell = (Paragraph((Text(str(row.case), strong=True),)), *_lines(row.case.asked))
    if row.partners:
        about = (*about, labelled(_("Partners"), ", ".join(row.partners)))
    return Row(
        (
            words(str(number)),
            words(row.asked_by),
            about,
            (Paragraph((Text(row.state_label, strong=True),)), *_lines(row.case.done)),
        )
    )


def _lines(text: str) -> Cell:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(Paragraph((Text(line),)) for line in lines)


def of_resources(facts: Facts) -> Iterator[Block]:
    found = facts.resources
    if found.has_staff:
        yield _hours(facts)
    if found.lines:
        yield _money(facts)


def _hours(facts: Facts) -> Table:
    columns = (
        Column(_("Main area"), share=40),
        Column(_("Hours planned"), is_number=True, share=15),
        Column(_("Hours used"), is_number=True, share=15),
        Column(_("FTE planned"), is_number=True, share=15),
        Column(_("FTE used"), is_number=True, share=15),
    )
    names = ("hours_planned", "hours", "fte_planned", "fte")

    def row(title: str, key: str, *, is_total: bool = False) -> Row:
        figures = (figure(facts.figures, f"{key}.{name}") for name in names)
        return Row((words(title), *figures), is_total)

    areas = facts.resources.area_by_pk.values()
    rows = [row(str(area), f"resources.{area.number}") for area in areas]
    rows.append(row(_("In all"), "resources", is_total=True))
    caption = _("Hours as of %s") % format_date_long(facts.as_of)
    return Table(caption, columns, tuple(rows), has_row_heads=True)


def _money(facts: Facts) -> Table:
    columns = (
        Column(_("Budget line and source"), share=28),
        Column(_("Granted now"), is_number=True, share=18),
        Column(_("Used"), is_number=True, share=18),
        Column(_("Committed"), is_number=True, share=18),
        Column(pgettext("money", "Left"), is_number=True, share=18),
    )
    names = ("granted", "used", "committed", "left")

    def figures(key: str) -> tuple[Cell, ...]:
        return tuple(figure(facts.figures, f"{key}.{name}") for name in names)

    rows = [
        Row(
            (
                (*words(str(one.line)), *words(str(one.source))),
                *figures(f"resources.{one.line.ref}"),
            )
        )
        for one in facts.resources.lines
    ]
    rows.append(Row((words(_("In all")), *figures("resources")), is_total=True))
    caption = _("Money as of %s") % format_date_long(facts.as_of)
    return Table(caption, columns, tuple(rows), has_row_heads=True)


MOVES = {
    Move.BETTER: lambda: _("better"),
    Move.WORSE: lambda: _("worse"),
    Move.CHANGED: lambda: _("changed"),
    Move.NEW: lambda: _("new"),
    Move.GONE: lambda: _("no longer in the programme"),
}


def since_last(previous: Sequence[FrozenStanding], facts: Facts) -> Iterator[Block]:
    """Status and value in the previous report beside those of now, where any has moved."""
    found = compared(previous, standings_of(facts.criteria.values()))
    moved = [one for one in found if one.move != Move.SAME]
    same = _("Unchanged since the previous report: %s") % (len(found) - len(moved))
    yield Paragraph((Text(same),))
    if moved:
        columns = (
            Column(_("Success criterion"), share=34),
            Column(_("Status then"), share=18),
            Column(_("Status now"), share=18),
            Column(_("Value then and now"), share=16),
            Column(_("Development"), share=14),
        )
        rows = tuple(map(_moved, moved))
        yield Table(_("What has moved since the previous report"), columns, rows, True)


def _moved(one: Comparison) -> Row:
    values = " → ".join(side.value_text if side else "–" for side in (one.then, one.now))
    return Row(
        (
            words(one.wording),
            run(mark(one.then.status) if one.then else None),
            run(mark(one.now.status) if one.now else None),
            words(values),
            words(MOVES[one.move]()),
        )
    )


def of_decisions(decisions: Sequence[Decision]) -> Iterator[Block]:
    if not decisions:
        yield Paragraph((Text(_("No decisions were entered.")),))
        return
    columns = (
        Column(_("Decision"), share=40),
        Column(_("Deadline"), share=18),
        Column(_("How far it is"), share=42),
    )
    rows = tuple(
        Row(
            (
                words(decision.text),
                words(format_date_long(decision.due_on) if decision.due_on else ""),
                _followed_up(decision),
            )
        )
        for decision in decisions
    )
    yield Table(_("Decisions on the previous report"), columns, rows)


def _followed_up(decision: Decision) -> Cell:
    closed = decision.closed_on
    state = _("Closed on %s") % format_date_long(closed) if closed else _("Open")
    return (Paragraph((Text(state, strong=True),)), *_lines(decision.followed_up))
