"""Reading reports: the list, a report, its files and pictures, the package for the journal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models.roles import May
from accounts.views.requests import Request
from core.attachments import HEADERS
from programs.queries import program_of
from programs.views.unchanged import unchanged_is_304
from reports.exports.formats import FORMATS, file_response
from reports.exports.journal import package_of
from reports.models import FileKind, StatusReport
from reports.queries.files import read_file
from reports.queries.reports import lacking_numbers, material_of, picture_bytes, visible_to
from reports.rules.assembling import document_of
from reports.views.held import draft_page, issued_page
from reports.views.shared import report_of, told_where_tampered

# In the order of their links.
FILES = [
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("xlsx", "Excel"),
    ("pptx", "PowerPoint"),
    ("json", "JSON"),
]


def reports(request: Request, slug: str) -> HttpResponse:
    """Those of the programme, newest first; and of all programmes what the journal lacks."""
    program = program_of(request, slug)
    context = {
        "section": "reports",
        "program": program,
        "reports": visible_to(request.user).filter(program=program),
        "lacking": lacking_numbers() if request.user.may(May.SEE_DRAFTS) else [],
    }
    return render(request, "reports/reports.html", context)


@told_where_tampered
@unchanged_is_304
def report(request: Request, slug: str, number: int) -> HttpResponse:
    """An issued report as it was issued, with what was corrected since; a draft as it stands."""
    found = report_of(request, slug, number)
    context: dict[str, Any] = {
        "section": "reports",
        "program": found.program,
        "report": found,
        "newer": found.newer.issued().select_related("program").first(),
        "files": FILES,
    }
    if found.is_issued:
        context["page"] = issued_page(request, found)
        context["checksums"] = found.files.exclude(kind__in=[FileKind.FROZEN, FileKind.PICTURE])
    else:
        context["page"] = draft_page(request, found)
    return render(request, "reports/report.html", context)


@told_where_tampered
def file(request: Request, slug: str, number: int, kind: str) -> HttpResponse:
    """The very file that was issued; of a draft what it would be now."""
    found = report_of(request, slug, number)
    return file_response(_content(found, kind), kind, name_of(found))


def name_of(found: StatusReport) -> str:
    return f"status-{found.program.slug}-{found.number}"


def _content(found: StatusReport, kind: str) -> bytes:
    if found.is_issued:
        return read_file(get_object_or_404(found.files, kind=kind))
    material = material_of(found)
    return FORMATS[kind].render(document_of(material), picture_bytes(material.sections))


@told_where_tampered
def picture(request: Request, slug: str, number: int, sha256: str) -> HttpResponse:
    """A picture of the report, for everybody who reads the report."""
    found = report_of(request, slug, number)
    if found.is_issued:
        row = get_object_or_404(found.files, kind=FileKind.PICTURE, sha256=sha256)
        return HttpResponse(read_file(row), row.content_type, headers=HEADERS)
    material = material_of(found)
    shown = [one for pictures in material.pictures.values() for one in pictures]
    one = next((one for one in shown if one.sha256 == sha256), None)
    content = picture_bytes(material.sections).get(sha256)
    if one is None or content is None:
        raise Http404
    return HttpResponse(content, one.content_type, headers=HEADERS)


@told_where_tampered
def package(request: Request, slug: str, number: int) -> HttpResponse:
    """What goes into the journal, in one file; only of an issued report."""
    found = report_of(request, slug, number)
    if not found.is_issued:
        raise Http404
    name = f'attachment; filename="{name_of(found)}.zip"'
    return HttpResponse(package_of(found), "application/zip", headers={"Content-Disposition": name})
