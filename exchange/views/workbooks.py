"""A whole programme as a workbook."""

from django.http import HttpResponse

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.spreadsheets import data_response
from exchange.exports import workbook_of
from programs.queries import program_of


@requires(May.SEE_CONFIGURATION)
def export(request: Request, slug: str) -> HttpResponse:
    """Everything of the programme, to be changed and read again, or to be kept."""
    program = program_of(request, slug)
    return data_response(workbook_of(program), "xlsx", f"program-{program.slug}.xlsx")
