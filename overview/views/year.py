"""The year as it is configured, and what of it does not fit any more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from activities.models import Activity
from core.forms.pages import FormPage, form_page
from indicators.models import Criterion
from overview.forms.several import SeveralForm
from overview.queries.unfit import misfits_of
from overview.queries.year import year_of
from overview.services.year import ORDERED, ForSeveral, change_several, move_part
from programs.models import Program
from programs.queries import program_of
from programs.views.parts import outline_address
from programs.views.unchanged import etag_of_all, render_held, unchanged_is_304, version_at

_MOVE = re.compile(r"(?P<name>[a-z]{1,20})-(?P<pk>[0-9]{1,9})-(?P<to>up|down|[0-9]{1,9})")
_CHOSEN = re.compile(r"(?P<name>activity|criterion)-(?P<pk>[0-9]{1,9})")
MOST_CHOSEN, NAMED = 500, 5


@requires(May.SEE_CONFIGURATION)
@partial(unchanged_is_304, etag=etag_of_all)
def year(request: Request, slug: str) -> HttpResponse:
    """Every piece of the programme with the way to its form; managers read it."""
    program = program_of(request, slug)
    return render_held(
        request,
        program,
        "overview/year.html",
        lambda: {"year": year_of(program)},
        section="year",
        # The outcomes of the year before stand beside the targets.
        version=version_at(request, None),
    )


@requires(May.CONFIGURE)
@require_POST
def move(request: Request, slug: str) -> HttpResponse:
    """One place up or down, or before another: «criterion-12-up», «criterion-12-7»."""
    program = program_of(request, slug)
    asked = _MOVE.fullmatch(request.POST.get("move", ""))
    if not asked or asked["name"] not in ORDERED:
        raise BadRequest
    name, pk = asked["name"], int(asked["pk"])
    try:
        move_part(by=request.user, program=program, name=name, pk=pk, to=asked["to"])
    except ObjectDoesNotExist:
        raise Http404 from None
    return redirect(f"{outline_address(program)}#{name}-{pk}")


@requires(May.CONFIGURE)
def several(request: Request, slug: str) -> HttpResponse:
    """The same responsible, or the same dates, for those that were chosen."""
    program = program_of(request, slug)
    activities, criteria = _chosen(request.GET.getlist("chosen"), program)
    if not (activities or criteria):
        messages.info(request, _("Choose what is to be changed first: tick it on the left."))
        return redirect(outline_address(program))
    form = SeveralForm(request.POST or None, activities=activities, criteria=criteria)
    page = FormPage(
        _("Change several at once"), outline_address(program), _named([*activities, *criteria]),
        about=program, section="year",
    )  # fmt: skip

    def save(reason: str, **fields: Any) -> int:
        given = ForSeveral(**fields)
        return change_several(
            by=request.user, program=program, activities=activities, criteria=criteria,
            given=given, reason=reason,
        )  # fmt: skip

    return form_page(request, form, page, save, then=partial(_told, request, program))


def _told(request: Request, program: Program, changed: int) -> HttpResponse:
    told = ngettext("%(count)s has been changed.", "%(count)s have been changed.", changed)
    messages.success(request, told % {"count": changed})
    return redirect(outline_address(program))


def _named(rows: Sequence[Any]) -> str:
    """The first of them by name, and how many more there are."""
    names = ", ".join(map(str, rows[:NAMED]))
    return f"{names} + {len(rows) - NAMED}" if len(rows) > NAMED else names


def _chosen(
    keys: Sequence[str], program: Program
) -> tuple[Sequence[Activity], Sequence[Criterion]]:
    """The activities and criteria of the programme that are named, in document order."""
    found: dict[str, list[int]] = {"activity": [], "criterion": []}
    for key in map(_CHOSEN.fullmatch, keys[:MOST_CHOSEN]):
        if key:
            found[key["name"]].append(int(key["pk"]))
    activities = Activity.objects.of_program(program).filter(pk__in=found["activity"])
    criteria = Criterion.objects.of_program(program).filter(pk__in=found["criterion"])
    return list(activities.in_order()), list(criteria.in_order())


@requires(May.SEE_CONFIGURATION)
def unfit(request: Request, slug: str) -> HttpResponse:
    """What a copied programme is to be looked through for: people, days and names."""
    program = program_of(request, slug)
    context = {"section": "year", "program": program, "misfits": misfits_of(program)}
    return render(request, "overview/unfit.html", context)
