"""Styles and numbering of the Word files, under the names by which Word knows its own."""

from __future__ import annotations

from collections.abc import Iterable

LANGUAGE = "da-DK"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "Calibri"
# Half points, by level; a heading below the last is as that.
HEADINGS = (32, 26, 23, 21, 21, 21, 21, 21, 21)
BULLETS, NUMBERS = 1, 2  # the two kinds of lists, and the first list of each

_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_LANG = f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
_STYLE = (
    '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{1}"/><w:basedOn w:val="Normal"/>'
    '<w:next w:val="{2}"/><w:qFormat/><w:pPr>{3}</w:pPr><w:rPr>{4}</w:rPr></w:style>'
)
_LIST = '<w:numPr><w:numId w:val="{}"/></w:numPr><w:spacing w:after="60"/>'
_LEVEL = (
    '<w:abstractNum w:abstractNumId="{0}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl>'
    "</w:abstractNum>"
)
_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable">'
    '<w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/><w:pPr>'
    '<w:spacing w:after="40" w:line="252" w:lineRule="auto"/></w:pPr><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="4" w:color="BEBEBE"/>'
    '<w:bottom w:val="single" w:sz="4" w:color="BEBEBE"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="BEBEBE"/></w:tblBorders><w:tblCellMar>'
    '<w:top w:w="60" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="8" w:color="{0}"/></w:tcBorders>'
    '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F5"/></w:tcPr></w:tblStylePr></w:style>'
)


def styles(colour: str) -> str:
    """The part styles.xml; ``colour`` as «1f3a5f»."""
    paint = f'<w:color w:val="{colour}"/>'
    return (
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/>{_LANG}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/><w:rPr>{_LANG}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
        "</w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        f"</w:style>{''.join(_paragraph_styles(paint))}{_TABLE.format(colour)}</w:styles>"
    )


def _paragraph_styles(paint: str) -> Iterable[str]:
    for level, size in enumerate(HEADINGS, 1):
        above = '<w:keepNext/><w:keepLines/><w:spacing w:before="{}" w:after="100"/>'
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        yield _STYLE.format(
            f"Heading{level}",
            f"heading {level}",
            "Normal",
            above.format(360 if level == 1 else 240) + outline,
            f'<w:b/>{paint}<w:sz w:val="{size}"/>',
        )
    after = '<w:spacing w:after="{}"/>'
    under = (
        '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="auto"/></w:pBdr>'
        '<w:spacing w:after="240"/>'
    )
    title = f'<w:b/>{paint}<w:sz w:val="44"/>'
    yield _STYLE.format("Title", "Title", "Normal", after.format(80), title)
    yield _STYLE.format("Subtitle", "Subtitle", "Normal", after.format(80), '<w:sz w:val="26"/>')
    yield _STYLE.format("Sender", "Sender", "Title", after.format(240), f"<w:b/>{paint}")
    yield _STYLE.format("Facts", "Facts", "Normal", under, "")
    yield _STYLE.format(
        "Caption",
        "caption",
        "Normal",
        '<w:spacing w:before="120" w:after="80"/>',
        '<w:b/><w:sz w:val="19"/>',
    )
    low = '<w:spacing w:after="120" w:line="120" w:lineRule="exact"/>'
    yield _STYLE.format("AfterTable", "After table", "Normal", low, "")
    yield _STYLE.format("ListBullet", "List Bullet", "ListBullet", _LIST.format(BULLETS), "")
    yield _STYLE.format("ListNumber", "List Number", "ListNumber", _LIST.format(NUMBERS), "")
    tabs = '<w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs>'
    yield _STYLE.format("Footer", "footer", "Footer", tabs.format(9296), '<w:sz w:val="17"/>')


def numbering(numbered_lists: int) -> str:
    """The part numbering.xml. Each numbered list is one of its own, so that it begins at 1."""
    kinds = _LEVEL.format(BULLETS, "bullet", "•") + _LEVEL.format(NUMBERS, "decimal", "%1.")
    lists = "".join(
        f'<w:num w:numId="{NUMBERS + place}"><w:abstractNumId w:val="{NUMBERS}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for place in range(max(numbered_lists, 1))
    )
    bullets = f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>'
    return f'<w:numbering xmlns:w="{MAIN}">{kinds}{bullets}{lists}</w:numbering>'
