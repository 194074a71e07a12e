"""A document as Word: real styles, headings in levels, tables that repeat their heading row.

The body is written as the XML that Word reads, each row as it comes. python-docx keeps the package
and its pictures; its own way to a table's cells takes time that grows with the square of the rows.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from xml.sax.saxutils import escape, quoteattr

import docx
from django.utils.translation import gettext as _
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Emu

from core.dates import format_date_long
from reports.exports.letterhead import Letterhead, letterhead, mark_of
from reports.exports.packages import same_each_time
from reports.exports.pictures import usable, usable_pictures
from reports.exports.word_styles import HEADINGS, LANGUAGE, NUMBERS, numbering, styles
from reports.exports.words import words_of, words_of_missing
from reports.rules.document import (
    Block,
    Document,
    Figure,
    Listing,
    Paragraph,
    Part,
    Picture,
    Row,
    Run,
    Runs,
    StatusMark,
    Table,
)
from reports.rules.letters import printable

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
MARGIN, PAGE = (Cm(2.2), Cm(2.3)), (Cm(21), Cm(29.7))
TEXT_WIDTH = 9296  # twentieths of a point: what the margins leave
MOST_WIDE, MOST_HIGH = Cm(14), Cm(18)
FEW_POINTS = 5  # of a list that stands on one page
EMU_OF_A_PIXEL = 9525
LANG = f'<w:lang w:val="{LANGUAGE}"/>'
# Of the file that python-docx begins with, and of nobody's here.
NOT_KEPT = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")
DRAWING = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/>'
    "<wp:docPr id={id} name={name} descr={text}/><a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    "<pic:nvPicPr><pic:cNvPr id={id} name={name} descr={text}/><pic:cNvPicPr/></pic:nvPicPr>"
    '<pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing>"
)


def render(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    file, head = docx.Document(), letterhead()
    body = _Body(file, usable_pictures(document, pictures))
    content = "".join([*body.head(document, head), *body.parts(document.parts, 1)])
    _set_parts(file, head, body.numbered_lists)
    _set_page(file)
    last = file.element.body.sectPr
    for element in parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>"):
        last.addprevious(element)
    _set_footer(file, document, head)
    _set_properties(file, document, head)
    written = io.BytesIO()
    file.save(written)
    return same_each_time(written.getvalue())


class _Body:
    """What stands in the file, as XML; counts its numbered lists and its pictures."""

    def __init__(self, file: WordFile, pictures: Mapping[str, tuple[bytes, str]]) -> None:
        self.file, self.pictures = file, pictures
        self.numbered_lists = self.drawn = 0

    def head(self, document: Document, head: Letterhead) -> Iterable[str]:
        logo = usable(head.logo)
        if logo:
            high = Cm(1.4)
            wide, tall = self._size(logo[0])
            yield _paragraph(
                "Sender", self._drawing(logo[0], head.name, wide * high // tall, int(high))
            )
        else:
            yield _paragraph("Sender", _said(head.name))
        yield _paragraph("Title", _said(document.title))
        if document.subtitle:
            yield _paragraph("Subtitle", _said(document.subtitle))
        facts = [_said(f"{fact.label}: ", "<w:b/>") + _said(fact.value) for fact in document.facts]
        yield _paragraph("Facts", f"<w:r><w:rPr>{LANG}</w:rPr><w:br/></w:r>".join(facts))

    def parts(self, parts: Iterable[Part], level: int) -> Iterable[str]:
        style = f"Heading{min(level, len(HEADINGS))}"
        for part in parts:
            yield _paragraph(style, _said(part.title))
            for block, following in zip_longest(part.blocks, part.blocks[1:]):
                yield from self.block(block, leads_on=_leads_on(block, following))
            yield from self.parts(part.parts, level + 1)

    def block(
        self, block: Block, width: int = TEXT_WIDTH, *, leads_on: bool = False
    ) -> Iterable[str]:
        """What ``leads_on`` to the next block stands on its page."""
        if isinstance(block, Paragraph):
            yield _paragraph("", _runs(block.runs), "<w:keepNext/>" if leads_on else "")
        elif isinstance(block, Listing):
            yield from self._listing(block, is_together=len(block.points) <= FEW_POINTS)
        elif isinstance(block, Picture):
            yield from self._picture(block)
        else:
            yield from self._table(block, width, leads_on=leads_on)

    def _listing(self, block: Listing, *, is_together: bool = False) -> Iterable[str]:
        style, own = "ListBullet", ""
        if block.numbered:
            number = NUMBERS + self.numbered_lists
            style, own = "ListNumber", f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'
            self.numbered_lists += 1
        for place, point in enumerate(block.points, 1):
            near = "<w:keepNext/>" if is_together and place < len(block.points) else ""
            yield _paragraph(style, _runs(point), near + own)

    def _table(self, block: Table, width: int, *, leads_on: bool) -> Iterable[str]:
        yield _paragraph("Caption", _said(block.caption), "<w:keepNext/>")
        shares = [column.share or 1 for column in block.columns]
        widths = [share * width // sum(shares) for share in shares]
        caption = quoteattr(printable(block.caption).replace("\n", " "))
        yield (
            '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
            f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0420" w:firstRow="1" w:firstColumn="0"/>'
            f"<w:tblCaption w:val={caption}/><w:tblDescription w:val={caption}/></w:tblPr>"
        )
        yield "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
        yield "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        for column, one in zip(block.columns, widths, strict=True):
            end = '<w:jc w:val="right"/>' if column.is_number else ""
            yield _cell(one, _paragraph("", _said(column.heading, "<w:b/>"), f"<w:keepNext/>{end}"))
        yield "</w:tr>"
        near = "<w:keepNext/>" if leads_on else ""
        for row in block.rows:
            yield from self._row(block, row, widths, near)
        # Word wants a paragraph after a table.
        yield "</w:tbl>" + _paragraph("AfterTable", "", near)

    def _row(self, table: Table, row: Row, widths: list[int], near: str) -> Iterable[str]:
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>" if _is_short(row) else "<w:tr>"
        for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            end = '<w:jc w:val="right"/>' if table.columns[place].is_number else ""
            said = ""
            for line, inner in enumerate(cell):
                # What stands below the heading of a row is not bold.
                is_strong = row.is_total or (table.has_row_heads and place == line == 0)
                if isinstance(inner, Listing):
                    said += "".join(self._listing(inner))
                else:
                    said += _paragraph("", _runs(inner.runs, is_strong=is_strong), near + end)
            yield _cell(width, said or _paragraph("", ""))
        yield "</w:tr>"

    def _picture(self, block: Picture) -> Iterable[str]:
        found = self.pictures.get(block.sha256)
        if not found:
            yield _paragraph("", _said(words_of_missing(block), "<w:i/>"))
            return
        width, height = self._size(found[0])
        part = min(1, MOST_WIDE / width, MOST_HIGH / height)
        size = int(width * part), int(height * part)
        near = "<w:keepNext/>" if block.caption else ""
        yield _paragraph("", self._drawing(found[0], block.alternative_text, *size), near)
        if block.caption:
            yield _paragraph("Caption", _said(block.caption))

    def _size(self, picture: bytes) -> tuple[int, int]:
        _rel, image = self.file.part.get_or_add_image(io.BytesIO(picture))
        return image.px_width * EMU_OF_A_PIXEL, image.px_height * EMU_OF_A_PIXEL

    def _drawing(self, picture: bytes, text: str, width: int, height: int) -> str:
        rel, _image = self.file.part.get_or_add_image(io.BytesIO(picture))
        self.drawn += 1
        known = {"id": quoteattr(str(self.drawn)), "name": quoteattr(f"Picture {self.drawn}")}
        text = quoteattr(printable(text))
        drawing = DRAWING.format(rel=rel, width=width, height=height, text=text, **known)
        return f"<w:r><w:rPr>{LANG}</w:rPr>{drawing}</w:r>"


# Pieces of XML --------------------------------------------------------------------------------


def _paragraph(style: str, content: str, properties: str = "") -> str:
    """``properties`` in the order of the standard: keepNext, numPr, jc."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def _cell(width: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _runs(runs: Runs, *, is_strong: bool = False) -> str:
    return "".join(_run(run, is_strong=is_strong) for run in runs)


def _run(run: Run, *, is_strong: bool) -> str:
    bold = "<w:b/>" if is_strong else ""
    if isinstance(run, StatusMark):
        mark = mark_of(run.status)
        colour = f'<w:b/><w:color w:val="{mark.colour[1:]}"/>'
        return _said(f"{mark.sign} {run.label}", colour)
    if isinstance(run, Figure):
        return _said(words_of(run), bold)
    strong = "<w:b/>" if run.strong or is_strong else ""
    return _said(run.text, strong + ("<w:i/>" if run.emphasis else ""))


def _said(text: str, properties: str = "") -> str:
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).split("\n")
    )
    return f"<w:r><w:rPr>{properties}{LANG}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def _leads_on(block: Block, following: Block | None) -> bool:
    """A sentence to its list or table; one row of figures to the sentence that explains it."""
    if isinstance(block, Table):
        return len(block.rows) == 1 and isinstance(following, Paragraph)
    return isinstance(following, Listing | Table)


def _is_short(row: Row) -> bool:
    """Whether the row surely fits on a page, so that it may move to the next one whole."""
    inner = [one for cell in row.cells for one in cell]
    runs = [one.points if isinstance(one, Listing) else (one.runs,) for one in inner]
    texts = [run for points in runs for point in points for run in point]
    return sum(len(getattr(run, "text", "")) for run in texts) < 1200


# The file around it ---------------------------------------------------------------------------


def _set_parts(file: WordFile, head: Letterhead, numbered_lists: int) -> None:
    file.part._styles_part._element = parse_xml(styles(head.colour[1:]))
    file.part.numbering_part._element = parse_xml(numbering(numbered_lists))
    file.settings.element[:] = parse_xml(
        f'<w:settings {nsdecls("w")}><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{LANGUAGE}"/></w:settings>'
    )[:]
    package = file.part.package
    for relations in (package.rels, file.part.rels):
        for name in [n for n, rel in relations.items() if rel.reltype.endswith(NOT_KEPT)]:
            del relations[name]


def _set_page(file: WordFile) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = PAGE
    section.top_margin = section.bottom_margin = Emu(MARGIN[0])
    section.left_margin = section.right_margin = Emu(MARGIN[1])


def _set_footer(file: WordFile, document: Document, head: Letterhead) -> None:
    day = datetime.date.fromisoformat(document.dated)
    left = f"{head.name} · {document.title} · {format_date_long(day)}"
    numbers = _("Page {page} of {pages}").replace("{pages}", "\x00").split("{page}")
    before, (between, after) = numbers[0], numbers[1].split("\x00")
    footer = file.sections[0].footer
    footer.is_linked_to_previous = False
    content = (
        _said(left)
        + f"<w:r><w:rPr>{LANG}</w:rPr><w:tab/></w:r>"
        + _said(before)
        + _field("PAGE")
        + _said(between)
        + _field("NUMPAGES")
        + _said(after)
    )
    for paragraph in footer.paragraphs:
        paragraph._element.getparent().remove(paragraph._element)
    for element in parse_xml(f"<w:body {NAMESPACES}>{_paragraph('Footer', content)}</w:body>"):
        footer._element.append(element)


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr="{name}">{_said("1")}</w:fldSimple>'


def _set_properties(file: WordFile, document: Document, head: Letterhead) -> None:
    day = datetime.datetime.fromisoformat(document.dated)
    kept = file.core_properties
    kept.title, kept.subject = printable(document.title)[:255], printable(document.subtitle)[:255]
    kept.author = kept.last_modified_by = head.author
    kept.created = kept.modified = day
    kept.language, kept.revision = LANGUAGE, 1
    kept.comments = kept.keywords = ""
