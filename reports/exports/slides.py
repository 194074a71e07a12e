"""The status as slides for the meeting: one for each of the document's parts.

A part whose own parts have a status, as a main area with its criteria, is drawn as a table of them;
another as its first table, or as its points. What does not fit goes on to a slide of the same name.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pptx
from django.utils.translation import gettext as _
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from reports.exports.letterhead import letterhead, mark_of
from reports.exports.packages import same_each_time
from reports.exports.pictures import usable_pictures
from reports.exports.words import words_of, words_of_all
from reports.rules.document import (
    Document,
    Figure,
    Listing,
    Paragraph,
    Part,
    Picture,
    StatusMark,
    Table,
    parts_below,
    runs_of_part,
)
from reports.rules.letters import printable

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP, FULL, ROOM = Inches(0.7), Inches(1.6), Inches(11.9), 25
LANGUAGE = "da-DK"
TITLE_SLIDE, TITLE_ONLY = 0, 5  # layouts of the file that python-pptx begins with
LETTERS_OF_A_LINE, MOST_LETTERS = 110, 400
FEW_LINES = 14  # what is no longer is written larger
INDENT = Inches(0.3)
# What stands before a point of a list, as the file says it.
BULLET, NUMBER = '<a:buChar {} char="•"/>', '<a:buAutoNum {} type="arabicPeriod"/>'
INK, PALE, WHITE = map(RGBColor.from_string, ("1A1A1A", "EEF2F6", "FFFFFF"))
NOT_KEPT = ("/thumbnail", "/printerSettings")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a slide has it: texts, and the status of a cell where it is one."""

    caption: str
    headings: Sequence[str]
    shares: tuple[int, ...]
    numbers: frozenset[int]  # the places of the columns that end to the right
    rows: Sequence[Sequence[str | StatusMark]]


def render(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    file = pptx.Presentation()
    _set_size(file)
    _add_title(file, document)
    usable = usable_pictures(document, pictures)
    for part in document.parts:
        for number, content in enumerate(_contents(part), 1):
            slide = _add_slide(file, part.title if number == 1 else f"{part.title} ({number})")
            if isinstance(content, Grid):
                _add_grid(slide, content)
            else:
                _add_points(slide, content)
        _add_picture(file, part, usable)
    _set_properties(file, document)
    written = io.BytesIO()
    file.save(written)
    return same_each_time(written.getvalue())


# What a slide shows ---------------------------------------------------------------------------


def _contents(part: Part) -> Iterator[Grid | list[tuple[str, str]]]:
    """At least one, so that each part has its slide."""
    grid = _grid_of(part)
    if grid:
        for rows in _fitting(grid.rows):
            yield replace(grid, rows=rows)
    else:
        yield from _fitting(_points_of(part)) or [[]]


def _grid_of(part: Part) -> Grid | None:
    below = [(one, list(runs_of_part(one))) for one in parts_below(part)]
    judged = [(one, runs) for one, runs in below if any(isinstance(r, StatusMark) for r in runs)]
    if judged:
        headings = [_("Success criterion"), _("Target"), _("Value"), _("Status")]
        rows = [
            [one.title, _named(runs, "target"), _named(runs, "value"), *_statuses(runs)]
            for one, runs in judged
        ]
        if any(row[-1] for row in rows):
            headings.append(_("Judged"))
            return Grid(part.title, headings, (48, 12, 12, 14, 14), frozenset(), rows)
        return Grid(part.title, headings, (58, 13, 13, 16), frozenset(), [row[:-1] for row in rows])
    tables = [block for block in part.blocks if isinstance(block, Table)]
    if not tables:
        return None
    table = tables[0]
    shares = tuple(column.share or 1 for column in table.columns)
    texts = tuple(tuple(_shortened(_cell(cell)) for cell in row.cells) for row in table.rows)
    numbers = frozenset(place for place, one in enumerate(table.columns) if one.is_number)
    headings = [column.heading for column in table.columns]
    return Grid(table.caption, headings, shares, numbers, texts)


def _named(runs: Iterable[object], name: str) -> str:
    """The first figure whose key ends so: «taste-visitors.value»."""
    for run in runs:
        if isinstance(run, Figure) and run.key.endswith(f".{name}"):
            return words_of(run)
    return ""


def _statuses(runs: Iterable[object]) -> tuple[StatusMark, StatusMark | str]:
    """The computed status, and the one that it is judged as, where the report says one."""
    computed, *judged = [run for run in runs if isinstance(run, StatusMark)]
    return computed, judged[0] if judged else ""


def _points_of(part: Part) -> Iterator[tuple[str, str]]:
    """Each with the sign before it: a paragraph has none."""
    for block in part.blocks:
        if isinstance(block, Paragraph):
            yield _shortened(words_of_all(block.runs)), ""
        elif isinstance(block, Listing):
            sign = NUMBER if block.numbered else BULLET
            yield from ((_shortened(words_of_all(point)), sign) for point in block.points)
    yield from ((_shortened(below.title), BULLET) for below in part.parts)


def _cell(cell: Iterable[Paragraph | Listing]) -> str:
    runs = [(one.runs,) if isinstance(one, Paragraph) else one.points for one in cell]
    return "\n".join(words_of_all(point) for points in runs for point in points)


def _shortened(text: str) -> str:
    """A slide is read from afar: the whole text stands in the report."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"


def _fitting(rows: Iterable[Sequence[str | StatusMark]]) -> list[list]:
    """The rows on as few slides as hold them, about as many lines on each."""
    found = [(row, max(map(_lines, row)) + 0.6) for row in rows]
    groups = _filled(found, ROOM)
    room = sum(lines for _row, lines in found) / max(1, len(groups))
    while len(evenly := _filled(found, room)) > len(groups):
        room += 0.5
    return evenly


def _filled(rows: Iterable[tuple[Sequence[str | StatusMark], float]], room: float) -> list[list]:
    """In groups of so many lines; what is longer has a group to itself."""
    groups: list[list] = []
    left = 0.0
    for row, lines in rows:
        if not groups or left < lines:
            groups.append([])
            left = room
        groups[-1].append(row)
        left -= lines
    return groups


def _lines(cell: str | StatusMark) -> int:
    text = cell.label if isinstance(cell, StatusMark) else cell
    return sum(1 + len(line) // (LETTERS_OF_A_LINE // 2) for line in text.split("\n"))


# How it is drawn ------------------------------------------------------------------------------


def _add_title(file: Presentation, document: Document) -> None:
    slide = file.slides.add_slide(file.slide_layouts[TITLE_SLIDE])
    _say(slide.shapes.title.text_frame, [document.title], 40, is_bold=True, colour=_colour())
    facts = [f"{fact.label}: {fact.value}" for fact in document.facts]
    below = [line for line in (letterhead().name, document.subtitle, *facts) if line]
    _say(slide.placeholders[1].text_frame, below, 20, colour=INK)


def _add_slide(file: Presentation, title: str) -> Slide:
    slide = file.slides.add_slide(file.slide_layouts[TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = LEFT, Inches(0.4), FULL, Inches(1)
    size = 30 if len(title) < 60 else 22
    _say(shape.text_frame, [title], size, is_bold=True, colour=_colour())
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    return slide


def _add_points(slide: Slide, points: Sequence[tuple[str, str]]) -> None:
    if not points:
        return
    frame = slide.shapes.add_textbox(LEFT, TOP, FULL, Inches(5)).text_frame
    frame.word_wrap = True
    _say(frame, [text for text, _sign in points], 18)
    for paragraph, (_text, sign) in zip(frame.paragraphs, points, strict=True):
        paragraph.space_after = Pt(6)
        if sign:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", str(INDENT))
            properties.set("indent", str(-INDENT))
            properties.append(parse_xml(sign.format(nsdecls("a"))))


def _add_grid(slide: Slide, grid: Grid) -> None:
    rows, columns = len(grid.rows) + 1, len(grid.headings)
    frame = slide.shapes.add_table(rows, columns, LEFT, TOP, FULL, Emu(Inches(0.3) * rows))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(grid.caption))
    table = frame.table
    table.horz_banding = False
    for place, share in enumerate(grid.shares):
        table.columns[place].width = Emu(FULL * share // sum(grid.shares))
    size = 16 if sum(max(map(_lines, row)) for row in grid.rows) <= FEW_LINES else 14
    for number, texts in enumerate((grid.headings, *grid.rows)):
        for place, (cell, text) in enumerate(zip(table.rows[number].cells, texts, strict=True)):
            cell.fill.solid()
            is_head = number == 0
            cell.fill.fore_color.rgb = _colour() if is_head else (WHITE, PALE)[number % 2]
            said, paint = text, WHITE if is_head else INK
            if isinstance(text, StatusMark):
                mark = mark_of(text.status)
                said, paint = f"{mark.sign} {text.label}", RGBColor.from_string(mark.colour[1:])
            _say(cell.text_frame, [str(said)], size, is_bold=is_head, colour=paint)
            if place in grid.numbers:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _add_picture(file: Presentation, part: Part, pictures: Mapping[str, tuple[bytes, str]]) -> None:
    """The first of the part's, on a slide of its own."""
    for one in (part, *parts_below(part)):
        for block in one.blocks:
            if isinstance(block, Picture) and block.sha256 in pictures:
                slide = _add_slide(file, block.caption or part.title)
                shown = slide.shapes.add_picture(
                    io.BytesIO(pictures[block.sha256][0]), LEFT, TOP, height=Inches(5.4)
                )
                if shown.width > FULL:
                    shown.height, shown.width = Emu(shown.height * FULL // shown.width), FULL
                shown._element._nvXxPr.cNvPr.set("descr", printable(block.alternative_text))
                return


def _colour() -> RGBColor:
    return RGBColor.from_string(letterhead().colour[1:])


def _say(
    frame: TextFrame,
    lines: Sequence[str],
    size: int,
    *,
    is_bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    frame.clear()
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = printable(line)
        run.font.size, run.font.bold = Pt(size), is_bold
        run.font.language_id = MSO_LANGUAGE_ID.DANISH
        if colour is not None:
            run.font.color.rgb = colour


# The file around it ---------------------------------------------------------------------------


def _set_size(file: Presentation) -> None:
    """Wide, as screens are: what the layouts hold is moved along, theirs before the master's."""
    before = file.slide_width or WIDTH
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    for holder in (*file.slide_layouts, file.slide_master):
        for shape in holder.placeholders:
            shape.left, shape.width = (
                Emu(side * WIDTH // before) for side in (shape.left, shape.width)
            )
        for element in holder._element.iter():
            if element.get("lang"):
                element.set("lang", LANGUAGE)
    for element in file.part._element.iter():
        if element.get("lang"):
            element.set("lang", LANGUAGE)


def _set_properties(file: Presentation, document: Document) -> None:
    package = file.part.package
    for relations in (package._rels, file.part.rels):
        for name in [n for n, rel in relations.items() if rel.reltype.endswith(NOT_KEPT)]:
            relations.pop(name)
    day = datetime.datetime.fromisoformat(document.dated)
    kept, author = file.core_properties, letterhead().author
    kept.title = printable(document.title)[:255]
    kept.author = kept.last_modified_by = author
    kept.created = kept.modified = day
    kept.language, kept.revision = LANGUAGE, 1
    kept.subject = kept.keywords = kept.comments = ""
