"""Small spreadsheets as other programs write them: an .ods, and a strict .xlsx."""

import io
import zipfile

from core.workbooks import sheets_of_workbook

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
HIDDEN_STYLE = (
    '<style:style style:name="tv" style:family="table"><style:table-properties '
    'table:display="true"/></style:style><style:style style:name="th" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def rows_of_workbook(content, *, columns):
    """The rows of the first sheet that is shown and holds something."""
    for sheet, rows in sheets_of_workbook(content, columns=columns):
        if not sheet.is_hidden and (first := next(rows, None)):
            yield first
            yield from rows
            return


def cell(value=None, shown="", **attributes):
    """A cell of an .ods: a number, a text, or a date where ``date_value`` says so."""
    said = {f"office:{name.replace('_', '-')}": given for name, given in attributes.items()}
    if isinstance(value, int | float):
        said |= {"office:value-type": "float", "office:value": value}
    elif "office:date-value" in said:
        said["office:value-type"] = "date"
    elif value is not None:
        said["office:value-type"] = "string"
    written = "".join(f' {name}="{given}"' for name, given in said.items())
    return f"<table:table-cell{written}><text:p>{shown or value or ''}</text:p></table:table-cell>"


def ods_row(*cells, extra=""):
    return f"<table:table-row{extra}>{''.join(cells)}</table:table-row>"


def table(*rows, style="tv", name="Ark1", columns=""):
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{columns}'
        f"{''.join(rows)}</table:table>"
    )


def ods(*tables, before=""):
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content '
        'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">'
        f"<office:automatic-styles>{HIDDEN_STYLE}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>")
    return output.getvalue()


STRICT = "http://purl.oclc.org/ooxml"


def strict(rows, *, texts=(), is_1904=True):
    """An .xlsx as Excel saves it as «Strict Open XML», its second style a day."""
    relations = f"{STRICT}/officeDocument/relationships"
    main = f'xmlns:x="{STRICT}/spreadsheetml/main"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="rId1" Type="{relations}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook {main} xmlns:r="{relations}" conformance="strict">'
        f'<x:workbookPr date1904="{"true" if is_1904 else "false"}"/><x:sheets>'
        '<x:sheet name="Ark1" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relations}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<x:styleSheet {main}><x:cellStyleXfs><x:xf numFmtId="9"/>'
        '</x:cellStyleXfs><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="14"/></x:cellXfs>'
        "</x:styleSheet>",
        "xl/sharedStrings.xml": f'<x:sst {main} count="1" uniqueCount="7">'
        f"{''.join(f'<x:si><x:t>{text}</x:t></x:si>' for text in texts)}</x:sst>",
        "xl/worksheets/sheet1.xml": f"<x:worksheet {main}><x:sheetData>{rows}</x:sheetData>"
        "</x:worksheet>",
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return output.getvalue()
