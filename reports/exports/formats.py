"""The formats in which a document is handed out, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse

from reports.exports import data, pdf, slides, spreadsheet, word
from reports.rules.document import Document

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """``render`` is given the pictures of the document by the SHA-256 of their bytes."""

    content_type: str
    render: Callable[[Document, Mapping[str, bytes]], bytes]


FORMATS = {
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
