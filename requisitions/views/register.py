"""The register as a list, as data and in figures; and the form for the telephone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, others_get, requires
from core.clock import today
from core.forms.pages import FormPage, form_page
from core.spreadsheets import data_response, write_csv, write_xlsx
from core.tables import page_of
from core.versions import version_of_all
from programs.queries import current_program
from programs.views.unchanged import held_data, render_held
from requisitions.exports import cells, columns
from requisitions.forms.cases import ReceiveForm
from requisitions.forms.filters import FiguresForm, RegisterFilterForm
from requisitions.models import Requisition
from requisitions.queries.figures import figures
from requisitions.queries.register import (
    CaseFilter,
    every_row,
    in_order,
    rows_for,
    wanted_cases,
)
from requisitions.rules.cases import AGE_LIMITS
from requisitions.rules.figures import bars_of
from requisitions.services.receiving import receive
from requisitions.views import evidence
from requisitions.views.shared import content_of, wanted_by, with_picked_name


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
    version = version_of_all(logged=False)
    form, wanted = wanted_by(request)
    return render_held(
        request,
        wanted.program,
        "requisitions/register.html",
        lambda: _listed(request, form, wanted),
        section="requisitions",
        version=version,
    )


def _listed(request: Request, form: RegisterFilterForm, wanted: CaseFilter) -> dict[str, Any]:
    page = page_of(request, in_order(wanted_cases(wanted), wanted.order))
    return {
        "filters": form,
        "wanted": wanted,
        "page": page,
        "heads": _heads(wanted.order),
        "rows": rows_for(list(page), wanted.day),
        "number": page.paginator.count,
        "unread": list(form.errors),
        "is_filtered": any(name != "page" for name in request.GET),
        "address": request.GET.urlencode(),
    }


@requires(May.KEEP_REGISTERS)
def register_data(request: Request, kind: str) -> HttpResponse:
    """The same rows with the same filters, all of them, for a spreadsheet."""
    version = version_of_all(logged=False)
    _form, wanted = wanted_by(request)
    content = held_data(request, None, lambda: _written(wanted, kind), version=version)
    return data_response(content, kind, f"rekvireringer-{today().isoformat()}.{kind}")


def _written(wanted: CaseFilter, kind: str) -> str | bytes:
    keys = in_order(wanted_cases(wanted), wanted.order)
    rows = map(cells, every_row(keys, wanted.day))
    if kind == "csv":
        return write_csv(columns(), rows)
    return write_xlsx(_("Requisitions"), columns(), rows)


def figures_page(request: Request) -> HttpResponse:
    return render_held(
        request,
        current_program(request),
        "requisitions/figures.html",
        lambda: _counted(request),
        section="requisitions",
        version=version_of_all(logged=False),
    )


def _counted(request: Request) -> dict[str, Any]:
    form = FiguresForm(request.GET)
    year, scope = form.chosen()
    found = figures(year, scope)
    return {
        "form": form,
        "year": year,
        "scope": scope,
        "figures": found,
        "months": [(line, _month(line.month), bars_of(line, found)) for line in found.by_month],
        "age_names": _age_names()[: found.age_groups],
        "unread": list(form.errors),
    }


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
        request,
        form,
        page,
        save,
        then=lambda case: redirect(f"{case.get_absolute_url()}?saved=1"),
        content=content_of,
    )
