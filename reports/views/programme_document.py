"""The programme document as a page and as files: what every role reads."""

from django.http import HttpResponse

from accounts.views.requests import Request
from programs.queries import program_of
from programs.views.unchanged import held_data, render_held, unchanged_is_304
from reports.exports.formats import FORMATS, file_response
from reports.queries.programme_document import programme_document

FILES = [("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("json", "JSON")]


@unchanged_is_304
def document(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    return render_held(
        request,
        program,
        "reports/programme_document.html",
        lambda: {"document": programme_document(program), "files": FILES},
        section="outline",
    )


@unchanged_is_304
def document_file(request: Request, slug: str, kind: str) -> HttpResponse:
    program = program_of(request, slug)
    render = FORMATS[kind].render
    content = held_data(request, program, lambda: render(programme_document(program), {}))
    return file_response(content, kind, f"program-{program.slug}")
