"""Workbooks written as .xlsx: the few parts that Excel asks for, each row as it comes.

What stands in the cells, ``core.spreadsheets`` decides. A library made an object of each cell, and
took ten times as long.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
APPLICATION = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIRST_DAY = datetime.date(1899, 12, 30)  # that of day 0, as Excel counts
# Fonts, fills and borders that every workbook has, and ways to show text: bold or not, wrapped,
# with the mark that keeps Excel from making a formula of it when somebody edits the cell, and on
# grey. What is typed below a grey heading stays text: of «2011-1» Excel would make a day.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts>{{formats}}</numFmts>
<fonts><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">
<fgColor rgb="FFE3E6EA"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs>{{styles}}</cellXfs>
<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
STYLE = '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="0" xfId="0" {}'
WRAPPED = 'applyAlignment="1"{}><alignment vertical="top" wrapText="1"/></xf>'
AS_TEXT, GREY = 49, 2  # Excel's format «@»; the place of the grey fill
TEXT_STYLES = [STYLE.format(0, 0, 0, "/>")] + [
    STYLE.format(number_format, font, fill, WRAPPED.format(mark))
    for number_format, fill in ((0, 0), (AS_TEXT, GREY))
    for font in (0, 1)
    for mark in ("", ' quotePrefix="1"')
]
GREY_COLUMN = 5  # the first style on grey
FIRST_FORMAT = 164  # those before it are Excel's own
HIDDEN = ' state="hidden"'
ROWS_TO_COME = 1000  # below the last one, that are offered the same choices
NAMES = (
    '<definedName name="_xlnm._FilterDatabase" localSheetId="{0}" hidden="1">{1}</definedName>'
    '<definedName name="_xlnm.Print_Titles" localSheetId="{0}">{2}</definedName>'
)
# On landscape A4, as many pages across as keep the letters large enough, with the sheet's name, the
# day and the page below.
READABLE = 200  # letters across a page
PAGES = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="{}" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;C&amp;D&amp;R&amp;P / &amp;N</oddFooter>"
    "</headerFooter>"
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator/><dc:language>da-DK</dc:language>"
    "</cp:coreProperties>"
)
CORE_RELATION = (
    f'<Relationship Id="core" Type="{PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
)


class Offer(NamedTuple):
    """What may be chosen in the cells below a heading: those of an area, «Lister!$A$2:$A$6».

    Only where it ``is_all`` there is, other words are refused.
    """

    area: str
    is_all: bool = True


class _Sheet(NamedTuple):
    title: str
    area: str
    pages_across: int
    is_hidden: bool

    @property
    def names(self) -> tuple[str, str]:
        """What the filter covers, and what stands on each page: the headings, and who a row is."""
        quoted = escape(f"{quoted_title(self.title)}!")
        row, column = f"{quoted}$1:$1", f"{quoted}$A:$A"
        return quoted + self.area, row if self.pages_across == 1 else f"{column},{row}"


NOTHING_OFFERED: Mapping[int, Offer] = {}


class Workbook:
    """Takes sheets, row by row; ``close`` gives the file."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._output = io.BytesIO()
        self._zip = ZipFile(self._output, "w", ZIP_DEFLATED)
        self._sheets: list[_Sheet] = []
        self._formats: dict[str, int] = {}

    def text(
        self, text: str, *, is_bold: bool = False, is_marked: bool = False, is_grey: bool = False
    ) -> str:
        """A cell's content, for ``add``; marked, it is never made a formula."""
        style = 1 + 4 * is_grey + 2 * is_bold + is_marked
        if not text:
            return f' s="{style}"/>'
        kept = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
        return f' s="{style}" t="inlineStr">{kept}</c>'

    def number(self, value: Decimal | datetime.date, number_format: str) -> str:
        """The same of a number or a day, shown by a format of Excel's."""
        place = self._formats.setdefault(number_format, len(self._formats))
        if isinstance(value, datetime.date):
            value = Decimal((value - FIRST_DAY).days)
        return f' s="{len(TEXT_STYLES) + place}"><v>{float(value):.16g}</v></c>'

    def add(
        self,
        title: str,
        widths: Sequence[int],
        rows: Iterable[Sequence[str]],
        *,
        grey: Collection[int] = (),
        offers: Mapping[int, Offer] = NOTHING_OFFERED,
        is_hidden: bool = False,
    ) -> None:
        """A sheet whose first row stays in sight and filters; a cell without content is "".

        ``grey`` and ``offers`` name columns by their place, the first being 0.
        """
        letters = [column_letters(place) for place in range(1, len(widths) + 1)]
        last = 0
        with self._zip.open(_part(f"xl/worksheets/sheet{len(self._sheets) + 1}.xml"), "w") as part:
            part.write(_sheet_head(widths, grey, is_first=not self._sheets).encode())
            for last, row in enumerate(rows, 1):
                cells = (
                    f'<c r="{letter}{last}"{cell}'
                    for letter, cell in zip(letters, row, strict=True)
                    if cell
                )
                part.write(f'<row r="{last}">{"".join(cells)}</row>'.encode())
            reference = f"A1:{letters[-1]}{last}"
            pages_across = -(-sum(widths) // READABLE)
            offered = _offered({letters[place]: offer for place, offer in offers.items()}, last)
            pages = PAGES.format(pages_across)
            end = f'</sheetData><autoFilter ref="{reference}"/>{offered}{pages}</worksheet>'
            part.write(end.encode())
        self._sheets.append(_Sheet(title, f"$A$1:${letters[-1]}${last}", pages_across, is_hidden))

    def close(self) -> bytes:
        for name, content in self._parts():
            self._zip.writestr(_part(name), HEAD + content)
        self._zip.close()
        return self._output.getvalue()

    def _parts(self) -> Iterable[tuple[str, str]]:
        sheets = [f"worksheets/sheet{number}.xml" for number in range(1, len(self._sheets) + 1)]
        yield "[Content_Types].xml", _content_types(sheets)
        yield "_rels/.rels", _relationships({"officeDocument": "xl/workbook.xml"}, CORE_RELATION)
        yield "docProps/core.xml", CORE.format(title=escape(self.title))
        yield "xl/workbook.xml", self._workbook()
        yield "xl/styles.xml", self._styles()
        targets = {f"worksheet {number}": name for number, name in enumerate(sheets, 1)}
        yield "xl/_rels/workbook.xml.rels", _relationships({**targets, "styles": "styles.xml"})

    def _workbook(self) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(sheet.title)} sheetId="{number}"'
            f'{HIDDEN if sheet.is_hidden else ""} r:id="r{number}"/>'
            for number, sheet in enumerate(self._sheets, 1)
        )
        names = "".join(
            NAMES.format(place, *sheet.names) for place, sheet in enumerate(self._sheets)
        )
        return (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
        )

    def _styles(self) -> str:
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
            for number, code in enumerate(self._formats, FIRST_FORMAT)
        )
        numbers = range(FIRST_FORMAT, FIRST_FORMAT + len(self._formats))
        shown = [STYLE.format(number, 0, 0, 'applyNumberFormat="1"/>') for number in numbers]
        return STYLES.format(formats=formats, styles="".join([*TEXT_STYLES, *shown]))


def _sheet_head(widths: Sequence[int], grey: Collection[int], *, is_first: bool) -> str:
    style = f' style="{GREY_COLUMN}"'
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"'
        f"{style if place - 1 in grey else ''}/>"
        for place, width in enumerate(widths, 1)
    )
    chosen = ' tabSelected="1"' if is_first else ""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{chosen} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def _offered(offers: Mapping[str, Offer], last: int) -> str:
    if not offers:
        return ""
    listed = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="{int(offer.is_all)}" '
        f'sqref="{letter}2:{letter}{last + ROWS_TO_COME}">'
        f"<formula1>{escape(offer.area)}</formula1></dataValidation>"
        for letter, offer in offers.items()
    )
    return f'<dataValidations count="{len(offers)}">{listed}</dataValidations>'


def quoted_title(title: str) -> str:
    """A sheet's name as formulas have it."""
    return "'{}'".format(title.replace("'", "''"))


def _content_types(sheets: Iterable[str]) -> str:
    parts = {f"xl/{name}": f"{APPLICATION}.worksheet+xml" for name in sheets}
    parts["xl/workbook.xml"] = f"{APPLICATION}.sheet.main+xml"
    parts["xl/styles.xml"] = f"{APPLICATION}.styles+xml"
    parts["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(targets: Mapping[str, str], more: str = "") -> str:
    """By their kinds; what follows a kind's name tells several of it apart."""
    related = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind.split()[0]}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{related}{more}</Relationships>'


def _part(name: str) -> ZipInfo:
    """Of no time, so that the same rows make the same file."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def column_letters(place: int) -> str:
    """A for 1, Z for 26, AA for 27."""
    before, last = divmod(place - 1, 26)
    return (column_letters(before) if before else "") + chr(ord("A") + last)
