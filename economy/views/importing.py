"""The import of expenses: a file, its rows with what becomes of each, and saving them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.contrib import messages
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
from economy.forms.importing import MOST_FAULTY, FaultyRowsForm, HiddenRowsForm, ImportForm
from economy.queries.budget import budget_of, lines_of
from economy.queries.lines import LineMoney
from economy.rules.expense_files import MAX_ROWS, ImportRow, to_hidden_text
from economy.rules.importing import ImportReview, ParsedRow
from economy.services.importing import import_context_of, import_expenses, review
from programs.models import Program
from programs.queries import program_of

FIRST_FAULTS = 20


@requires(May.BOOK_EXPENSES)
def upload(request: Request, slug: str) -> HttpResponseBase:
    """A file is looked at before anything is saved; or every row's verdict is sent as a file."""
    program = program_of(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None, lines=list(lines_of(program)))
    looked: ImportReview | None = None
    if form.is_valid() and "verdicts" in request.POST:
        if rows := form.rows():
            return _verdicts(program, map(read_cells, rows))
    elif form.is_valid() and (sheet := form.sheet()):
        looked = review(program, [read_cells(row) for row in sheet.rows])
        if not sheet.has_more and len(looked.faulty) <= MOST_FAULTY:
            return _preview(request, program, sheet.rows, looked)
        form.add_error("file", _too_much(has_more=sheet.has_more))
    faulty = looked.faulty if looked else []
    page = FormPage(
        _("Import expenses"),
        reverse("economy:economy", args=[program.slug]),
        section="resources",
        template="economy/expense_import.html",
        context={
            "program": program,
            "faulty": faulty[:FIRST_FAULTS],
            "fault_count": len(faulty),
        },
    )
    return show_form(request, form, page)


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
        if request.method == "POST":
            messages.error(request, _("The rows did not come through: choose the file again."))
        return redirect("economy:expense_import", program.slug)
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
    known = len(done.judged) - len(done.added) - differing
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
