"""The figures of many criteria on one page."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page
from indicators.forms.results import ResultGroup
from indicators.forms.values import ValuesForm
from indicators.models import Criterion
from indicators.models.choices import REPORTED
from indicators.queries.standings import values_so_far
from indicators.rules import sources
from indicators.services.values import log_values
from programs.models import MainArea, Program
from programs.queries import program_of
from programs.rules.as_of import default_as_of


@requires(May.LOG)
def values(request: Request, slug: str) -> HttpResponse:
    """Each criterion that is typed in a row with how it stands, for one day."""
    program = program_of(request, slug)
    criteria = _typed(program)
    form = ValuesForm(request.POST or None, criteria=criteria)
    rows: Any = SimpleLazyObject(lambda: _rows(program, criteria, form))
    page = FormPage(
        _("Log many figures"),
        reverse("indicators:log") + f"?program={slug}",
        section="log",
        template="indicators/values.html",
        context={"rows": rows, "program": program},
    )

    def save(submission: UUID, confirmed: frozenset[str], **_fields: Any) -> int:
        log_values(
            by=request.user,
            said=form.entry_input(),
            results=form.results,
            submission=submission,
            confirmed=confirmed,
        )
        return len(form.results)

    return form_page(request, form, page, save, then=partial(_saved, request, slug))


def _saved(request: Request, slug: str, number: int) -> HttpResponse:
    told = ngettext(
        "%(count)s figure has been saved.", "%(count)s figures have been saved.", number
    )
    messages.success(request, told % {"count": number})
    return redirect("overview:status", slug)


def _typed(program: Program) -> list[Criterion]:
    """Those whose figures people type."""
    found = Criterion.objects.of_program(program).in_order()
    found = found.filter(measure__in=REPORTED, source__in=sources.typed())
    return list(found.select_related("main_area__program"))


def _rows(
    program: Program, criteria: list[Criterion], form: ValuesForm
) -> list[tuple[MainArea, list[ResultGroup]]]:
    """The rows of each main area, with how its criteria stand so far."""
    groups = form.groups(values_so_far(program, criteria, default_as_of(program)), [])
    by_area = groupby(groups, key=lambda group: group.criterion.main_area)
    return [(area, list(own)) for area, own in by_area]
