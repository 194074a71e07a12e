from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest

from core.clock import today
from core.dates import format_date_long
from programs.models import Program

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def programs_of(request: HttpRequest) -> list[Program]:
    """All programmes, newest first: one query a request, however often it is asked."""
    memo = vars(request)
    if "tfi_programmes" not in memo:
        signed_in = "user" in memo and request.user.is_authenticated
        memo["tfi_programmes"] = list(Program.objects.all()) if signed_in else []
    return memo["tfi_programmes"]


def program_of(request: HttpRequest, slug: str) -> Program:
    """The programme that a page is about; it becomes the header's. 404 where there is none."""
    for program in programs_of(request):
        if program.slug == slug:
            return show_in_header(request, program)
    raise Http404


def program_by_pk(request: HttpRequest, pk: int) -> Program:
    """One of the programmes that the request has read already."""
    return next(program for program in programs_of(request) if program.pk == pk)


def program_from_query(request: HttpRequest) -> Program | None:
    """The programme that ``?program=`` names, else the current one. 404 for an unknown name."""
    slug = request.GET.get("program")
    return program_of(request, slug) if slug else current_program(request)


def lock_program(program_id: int) -> Program:
    """Read and lock the programme until the transaction ends."""
    return Program.objects.select_for_update().get(pk=program_id)


def fault_of_start(
    starts_on: datetime.date, rows: QuerySet, field: str, message: StrOrPromise
) -> str:
    """The message with the first day of the rows, where a programme's new start lies after it."""
    first = rows.aggregate(first=Min(field))["first"]
    return str(message % format_date_long(first)) if first and first < starts_on else ""


def show_in_header(request: HttpRequest, program: Program) -> Program:
    """Let the header show this programme."""
    vars(request)["tfi_programme"] = program
    return program


def current_program(request: HttpRequest) -> Program | None:
    """The page's programme; else the one that runs today; else the newest that has begun."""
    if "tfi_programme" in vars(request):
        return vars(request)["tfi_programme"]
    day = today()
    found = programs_of(request)
    running = [program for program in found if program.starts_on <= day <= program.ends_on]
    begun = [program for program in found if program.starts_on <= day]
    return next(iter(running or begun or found), None)
