"""The formats in which a document is handed out, by the endings of their files."""

from __future__ import annotations

from django.http import HttpResponse

from reports.exports import data, pdf, slides, spreadsheet, word
from reports.rules.formats import Format

OFFICE = "application/vnd.openxmlformats-officedocument"


FORMATS: dict[str, Format] = {
    "docx": Format(f"{OFFICE}.wordprocessingml.document", word.render),
    "pdf": Format("application/pdf", pdf.render),
    "xlsx": Format(f"{OFFICE}.spreadsheetml.sheet", spreadsheet.render),
    "pptx": Format(f"{OFFICE}.presentationml.presentation", slides.render),
    "json": Format("application/json", data.render),
}


def file_response(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """The file under its name; .pdf and .json open in the browser."""
    response = HttpResponse(content, content_type=FORMATS[kind].content_type)
    where = "inline" if kind in ("pdf", "json") else "attachment"
    response["Content-Disposition"] = f'{where}; filename="{name}.{kind}"'
    return response
