"""The import of expenses: a file, its rows with what becomes of each, and saving them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import FormPage, show_form
from core.numbers import format_money, format_number
from core.spreadsheets import csv_lines
from economy.exports import OUTCOME_COLUMNS, outcome_rows
from economy.forms.cells import read_cells
from economy.forms.columns import ColumnsForm, tables_of
from economy.forms.faulty_rows import MOST_FAULTY, FaultyRowsForm
from economy.forms.importing import HiddenRowsForm, ImportForm
from economy.models import ColumnHeading
from economy.queries.budget import budget_of, lines_of
from economy.queries.lines import LineMoney
from economy.rules.expense_files import ImportRow, ImportSheet, refuse_unknown, to_hidden_text
from economy.rules.finance_tables import MAX_ROWS
from economy.rules.headings import understood
from economy.rules.importing import ImportedRow, ImportReview, ParsedRow, RowOutcome
from economy.services.headings import forget_heading, remember_headings
from economy.services.importing import import_context_of, import_expenses, review
from programs.models import Program
from programs.queries import program_of

FIRST_FAULTS = 20
ADDED_NOTHING = (RowOutcome.BOOKED, RowOutcome.RETRACTED, RowOutcome.LEFT_OUT)


@requires(May.BOOK_EXPENSES)
def upload(request: Request, slug: str) -> HttpResponseBase:
    """A file is looked at before anything is saved; or every row's verdict is sent as a file."""
    program = program_of(request, slug)
    lines = list(lines_of(program))
    form = ImportForm(request.POST or None, request.FILES or None, lines=lines)
    faulty: Sequence[ImportedRow] = ()
    if form.is_valid() and "verdicts" in request.POST:
        if rows := form.rows():
            return _verdicts(program, map(read_cells, rows))
    elif form.is_valid() and form.read():
        line = form.cleaned_data["line"]
        asked = ColumnsForm(tables=form.tables, reading=form.reading, lines=lines, line=line)
        if asked.is_carried and not asked.reading.columns.are_known:
            return _ask_columns(request, program, asked)
        response, faulty = _look(request, program, asked, form.sheet(), form.refuse)
        if response:
            return response
    return show_form(request, form, _upload_page(program, faulty))


def _upload_page(program: Program, faulty: Sequence[ImportedRow]) -> FormPage:
    return FormPage(
        _("Import expenses"),
        reverse("economy:economy", args=[program.slug]),
        section="resources",
        template="economy/expense_import.html",
        context={
            "program": program,
            "faulty": faulty[:FIRST_FAULTS],
            "fault_count": len(faulty),
            "understood": understood(),
            "remembered": ColumnHeading.objects.all(),
        },
    )


def _look(
    request: Request,
    program: Program,
    asked: ColumnsForm,
    sheet: ImportSheet | None,
    refuse: Callable[[ValidationError], None],
) -> tuple[HttpResponse | None, Sequence[ImportedRow]]:
    """The preview; None for rows that are refused, with those that are wrong."""
    if sheet is None:
        return None, ()
    looked = review(program, [read_cells(row) for row in sheet.rows])
    if not sheet.has_more and len(looked.faulty) <= MOST_FAULTY:
        return _preview(request, program, sheet.rows, looked, asked=asked), ()
    refuse(ValidationError(_too_much(has_more=sheet.has_more)))
    return None, looked.faulty


@requires(May.BOOK_EXPENSES)
def columns(request: Request, slug: str) -> HttpResponse:
    """What the columns hold is said, or another sheet chosen, for a file that was sent before."""
    program = program_of(request, slug)
    try:
        tables = tables_of(request.POST)
    except ValueError:
        return _again(request, program)
    asked = ColumnsForm(request.POST, tables=tables, lines=list(lines_of(program)))
    if asked.is_bound and asked.is_valid():
        remember_headings(by=request.user, chosen=asked.to_remember())
    elif asked.is_bound or not asked.reading.columns.are_known:
        return _ask_columns(request, program, asked)
    response, _faulty = _look(request, program, asked, asked.rows(), asked.refuse)
    return response or _ask_columns(request, program, asked)


def _again(request: Request, program: Program) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("The rows did not come through: choose the file again."))
    return redirect("economy:expense_import", program.slug)


def _ask_columns(request: Request, program: Program, asked: ColumnsForm) -> HttpResponse:
    """The page where somebody says what each column holds."""
    if not asked.errors:
        try:
            refuse_unknown(asked.reading)
        except ValidationError as error:
            asked.refuse(error)
    context = {"section": "resources", "program": program, "form": asked}
    return render(request, "economy/expense_columns.html", context, status=422)


@requires(May.BOOK_EXPENSES)
def forget(request: Request, slug: str, pk: int) -> HttpResponse:
    """A heading is forgotten: it is asked for again, or understood as usual."""
    program = program_of(request, slug)
    if request.method == "POST":
        forget_heading(by=request.user, pk=pk)
        messages.success(request, _("The heading is forgotten."))
    return redirect("economy:expense_import", program.slug)


def _too_much(*, has_more: bool) -> str:
    if has_more:
        message = _(
            "The file has more than %(most)s rows. Split it, by month for instance, and import the "
            "parts one after the other: what is booked already is not booked again. «Every row's "
            "verdict» says what is wrong in all of it."
        )
        return message % {"most": format_number(MAX_ROWS)}
    message = _(
        "More than %(most)s of its rows are wrong. Mend the file, or choose the line that they "
        "belong to, and choose the file again. «Every row's verdict» lists them all."
    )
    return message % {"most": format_number(MOST_FAULTY)}


def _verdicts(program: Program, rows: Iterator[ParsedRow]) -> StreamingHttpResponse:
    """Row by row, so that a hundred thousand are never held at once."""
    lines = csv_lines(OUTCOME_COLUMNS, outcome_rows(rows, import_context_of(program)))
    response = StreamingHttpResponse(
        _in_language(get_language() or "da", lines), content_type="text/csv; charset=utf-8"
    )
    name = _("verdicts")
    response["Content-Disposition"] = f'attachment; filename="{name}-{program.slug}.csv"'
    return response


def _in_language(language: str, lines: Iterator[str]) -> Iterator[str]:
    """They are written after the view has answered."""
    with override(language):
        yield from lines


def _preview(
    request: Request,
    program: Program,
    rows: Sequence[ImportRow],
    looked: ImportReview,
    status: int = 200,
    asked: ColumnsForm | None = None,
) -> HttpResponse:
    budget = budget_of(program, today())
    context = {
        "section": "resources",
        "program": program,
        "review": looked,
        "rows": FaultyRowsForm(looked.faulty, budget.lines).rows(),
        "carried": to_hidden_text(rows),
        "overspent": _overspent(budget.rows, looked),
        # Beside rows that are wrong nothing is offered to be booked.
        "shown": "" if looked.faulty else " ".join(judged.preview_key for judged in looked.new),
        "was_tried": "shown" in request.POST,
        "asked": asked,
        "left": len(asked.reading.below) - len(looked.judged) if asked else 0,
    }
    return render(request, "economy/expense_review.html", context, status=status)


def _overspent(rows: Sequence[LineMoney], looked: ImportReview) -> list[LineMoney]:
    """The lines that the new rows bring to more than there is, as they stand with those."""
    added = looked.by_line
    after = [
        replace(row, money=replace(row.money, used=row.money.used + added[row.pk]))
        for row in rows
        if row.pk in added
    ]
    return [row for row in after if row.money.left < 0]


@requires(May.BOOK_EXPENSES)
def confirm(request: Request, slug: str) -> HttpResponse:
    """All of the file that was looked at, or nothing; what has changed is looked at once more."""
    program = program_of(request, slug)
    form = HiddenRowsForm(request.POST or None)
    if not form.is_valid():
        return _again(request, program)
    done = import_expenses(
        by=request.user,
        program=program,
        rows=[read_cells(row) for row in form.read],
        left_out=form.left_out,
        shown=form.seen,
    )
    if not done.is_saved:
        return _preview(request, program, form.read, done, status=422 if done.faulty else 200)
    _tell(request, done)
    return redirect("economy:economy", program.slug)


def _tell(request: Request, done: ImportReview) -> None:
    differing = len(done.differing)
    known = sum(one.outcome in ADDED_NOTHING for one in done.judged)
    if done.added:
        count = len(done.added)
        words = {"count": format_number(count), "total": format_money(done.total)}
        text = ngettext(
            "%(count)s expense was booked: %(total)s",
            "%(count)s expenses were booked: %(total)s in all.",
            count,
        )
        messages.success(request, text % words)
    if differing:
        text = ngettext(
            "%(count)s row is booked already with other figures, and was left as it stands.",
            "%(count)s rows are booked already with other figures, and were left as they stand.",
            differing,
        )
        messages.warning(request, text % {"count": format_number(differing)})
    if known:
        text = ngettext(
            "%(count)s row added nothing: it was booked already, or left out.",
            "%(count)s rows added nothing: they were booked already, or left out.",
            known,
        )
        messages.info(request, text % {"count": format_number(known)})
