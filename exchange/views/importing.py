"""A workbook into the system: into the programme that it was taken from, or as a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, show_form
from core.numbers import format_number
from exchange.forms.workbooks import MAX_CARRIED, ConfirmForm, WorkbookForm
from exchange.rules.faults import ProgramFileError
from exchange.services.importing import CONFIGURED, ImportPreview, import_workbook
from exchange.services.new_program import NewPreview, create_program
from exchange.services.workbooks.plans import HEAD
from exchange.tables import PreviewTable
from programs.queries import program_of

if TYPE_CHECKING:
    from exchange.services.workbooks.found import ReadWorkbook
    from programs.models import Program


@requires(May.CONFIGURE)
def upload(request: Request, slug: str) -> HttpResponse:
    """A workbook is looked at before anything is saved."""
    program = program_of(request, slug)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        read = form.cleaned_data["file"]
        return _preview(request, import_workbook(by=request.user, program=program, read=read))
    back = reverse("overview:year", args=[program.slug])
    return show_form(request, form, _upload_page(back, program))


@requires(May.CONFIGURE)
def confirm(request: Request, slug: str) -> HttpResponse:
    """What was seen is saved; where it has become something else, that is shown."""
    program = program_of(request, slug)
    form = ConfirmForm(request.POST or None)
    if not form.is_valid():
        return _again(request, form, "exchange:import", program.slug)
    read = form.cleaned_data["carried"]
    done = import_workbook(by=request.user, program=program, read=read, **form.given())
    if not done.is_saved:
        return _preview(request, done, form)
    _tell(request, done)
    return redirect("overview:year", program.slug)


@requires(May.CONFIGURE)
def upload_new(request: Request) -> HttpResponse:
    """A workbook of a programme that is not in the system."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _preview_new(request, form.cleaned_data["file"])
    return show_form(request, form, _upload_page(reverse("overview:home")))


@requires(May.CONFIGURE)
def confirm_new(request: Request) -> HttpResponse:
    """The programme is made of all that the workbook holds, or nothing is."""
    form = ConfirmForm(request.POST or None)
    if not form.is_valid():
        return _again(request, form, "exchange:import_new")
    read = form.cleaned_data["carried"]
    try:
        done = create_program(by=request.user, read=read)
    except ProgramFileError as error:
        return _show_new(request, read, faults=error.lines)
    messages.success(request, _("The programme is created."))
    return redirect("overview:year", done.program.slug)


def _upload_page(back: str, program: Program | None = None) -> FormPage:
    return FormPage(
        _("Read a workbook into the programme") if program else _("A programme out of a workbook"),
        back,
        submit=_("Look at the changes") if program else _("Look at the programme"),
        section="year",
        template="exchange/upload.html",
        context={"program": program},
    )


def _again(request: Request, form: ConfirmForm, page: str, *slug: str) -> HttpResponse:
    if form.is_bound:
        messages.error(request, _("The workbook did not come through: choose the file again."))
    return redirect(page, *slug)


def _preview(
    request: Request, preview: ImportPreview, form: ConfirmForm | None = None
) -> HttpResponse:
    carried = preview.read.carried(only=[HEAD, *(section.key for section in CONFIGURED)])
    was_tried = form is not None
    form = form or ConfirmForm()
    unexplained = preview.needs_reason and was_tried and not form["reason"].data
    context = {
        "section": "year",
        "program": preview.program,
        "preview": preview,
        "table": PreviewTable(preview),
        "form": form,
        "carried": carried,
        "too_much": len(carried) > MAX_CARRIED,
        "was_tried": was_tried,
        "unexplained": unexplained,
    }
    status = 422 if preview.faults or unexplained else 200
    return render(request, "exchange/preview.html", context, status=status)


def _preview_new(request: Request, read: ReadWorkbook) -> HttpResponse:
    try:
        preview = create_program(by=request.user, read=read, saves=False)
    except ProgramFileError as error:
        return _show_new(request, read, faults=error.lines)
    return _show_new(request, read, preview)


def _show_new(
    request: Request,
    read: ReadWorkbook,
    preview: NewPreview | None = None,
    faults: Sequence[str] = (),
) -> HttpResponse:
    carried = read.carried() if preview else ""
    context = {
        "section": "year",
        "preview": preview,
        "faults": faults,
        "notices": read.notices,
        "carried": carried,
        "too_much": len(carried) > MAX_CARRIED,
    }
    return render(request, "exchange/preview_new.html", context, status=422 if faults else 200)


def _tell(request: Request, done: ImportPreview) -> None:
    changes, new = len(done.changes), len(done.new)
    text = ngettext(
        "%(count)s cell has been changed.", "%(count)s cells have been changed.", changes
    )
    added = ngettext("%(count)s row has been added.", "%(count)s rows have been added.", new)
    told = [text % {"count": format_number(changes)}, added % {"count": format_number(new)}]
    messages.success(request, " ".join(told))
