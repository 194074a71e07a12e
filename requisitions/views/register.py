"""The register as a list, as data and in figures; and the form for the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, others_get, requires
from core.clock import today
from core.forms.pages import FormPage, form_page
from core.spreadsheets import XLSX_TYPE, write_csv, write_xlsx
from core.tables import page_of
from requisitions.exports import cells, columns
from requisitions.forms.cases import ReceiveForm
from requisitions.forms.filters import FiguresForm
from requisitions.models import Requisition
from requisitions.queries.figures import figures
from requisitions.queries.register import (
    every_row,
    in_order,
    rows_for,
    wanted_cases,
)
from requisitions.rules.cases import AGE_LIMITS
from requisitions.rules.figures import bars_of
from requisitions.services.receiving import receive
from requisitions.views import evidence
from requisitions.views.shared import wanted_by, with_picked_name


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; ``sort`` is what its link asks for, turned round where it is sorted."""

    label: str
    sort: str = ""
    turned: str = ""
    is_number: bool = False


def _heads(order: str) -> list[Head]:
    def sorted_by(name: str, label: str) -> Head:
        turned = {name: "ascending", f"-{name}": "descending"}.get(order, "")
        return Head(label, f"-{name}" if order == name else name, turned)

    return [
        sorted_by("received", _("Received")),
        sorted_by("subject", _("Case")),
        Head(_("Who asked")),
        sorted_by("state", _("State")),
        sorted_by("responsible", _("Responsible")),
        Head(_("Days"), is_number=True),
        Head(_("Lacks")),
    ]


@others_get(evidence.cases)
def register(request: Request) -> HttpResponse:
    """The cases that the address asks for, a page at a time."""
    form, wanted = wanted_by(request)
    keys = in_order(wanted_cases(wanted), wanted.order)
    page = page_of(request, keys)
    context = {
        "section": "requisitions",
        "filters": form,
        "wanted": wanted,
        "page": page,
        "heads": _heads(wanted.order),
        "rows": rows_for(list(page)),
        "number": page.paginator.count,
        "unread": list(form.errors),
        "is_filtered": any(name != "page" for name in request.GET),
        "address": request.GET.urlencode(),
    }
    return render(request, "requisitions/register.html", context)


@requires(May.KEEP_REGISTERS)
def register_data(request: Request, kind: str) -> HttpResponse:
    """The same rows with the same filters, all of them, for a spreadsheet."""
    _form, wanted = wanted_by(request)
    keys = in_order(wanted_cases(wanted), wanted.order)
    rows = map(cells, every_row(keys))
    if kind == "csv":
        response = HttpResponse(write_csv(columns(), rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(
            write_xlsx(_("Requisitions"), columns(), rows), content_type=XLSX_TYPE
        )
    name = f"rekvireringer-{today().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def figures_page(request: Request) -> HttpResponse:
    form = FiguresForm(request.GET)
    year, scope = form.chosen()
    found = figures(year, scope)
    context = {
        "section": "requisitions",
        "form": form,
        "year": year,
        "scope": scope,
        "figures": found,
        "months": [(line, _month(line.month), bars_of(line, found)) for line in found.by_month],
        "age_names": _age_names()[: found.age_groups],
        "unread": list(form.errors),
    }
    return render(request, "requisitions/figures.html", context)


def _month(number: int) -> str:
    return str(MONTHS[number]) if number else _("not known")


def _age_names() -> list[str]:
    """«0–14 days», «15–30 days», …, «over 90 days», «age not known»."""
    starts = [0, *(limit + 1 for limit in AGE_LIMITS)]
    closed = [
        _("%(first)s–%(last)s days") % {"first": first, "last": last}
        for first, last in zip(starts, AGE_LIMITS, strict=False)
    ]
    return [*closed, _("over %s days") % AGE_LIMITS[-1], _("age not known")]


@requires(May.KEEP_REGISTERS)
def new(request: Request) -> HttpResponse:
    """Three fields while somebody is on the telephone; the rest is asked for on «Min side»."""
    form = ReceiveForm(with_picked_name(request.POST) if request.method == "POST" else None)
    page = FormPage(
        _("New requisition"),
        reverse("requisitions:register"),
        section="requisitions",
        template="requisitions/new.html",
    )

    def save(submission: UUID, **_fields: Any) -> Requisition:
        return receive(by=request.user, taken=form.taken(), submission=submission)

    return form_page(
        request, form, page, save, then=lambda case: redirect(f"{case.get_absolute_url()}?saved=1")
    )
