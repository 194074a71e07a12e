"""The pages that tick participants of a criterion and retract ticks."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, reason_page
from core.forms.refusals import errors_on_form
from core.numbers import format_number
from directory.models import Participant
from indicators.forms.ticks import TickForm
from indicators.models import Tick
from indicators.queries.rosters import rosters_of
from indicators.services.ticks import retract_tick, tick
from indicators.views.criteria import criterion_of, page
from programs.queries import show_in_header


@requires(May.KEEP_REGISTERS)
def tick_several(request: Request, pk: int) -> HttpResponse:
    """What was typed is shown again with the page where it cannot be saved."""
    found = criterion_of(request, pk)
    if request.method != "POST":
        return redirect(found)
    roster = rosters_of([found]).get(found.pk)
    lines = roster.lines if roster else []
    offered = [row.pk for line in lines for row in line.participants]
    form = TickForm(request.POST, offered=offered)
    if form.is_valid():
        chosen = Participant.objects.filter(pk__in=form.cleaned_data["chosen"])
        with errors_on_form(form):
            ticks = tick(
                by=request.user,
                criterion=found,
                participants=list(chosen),
                on=form.cleaned_data["on"],
                answer=form.cleaned_data["answer"],
            )
            # To the top of the page, where the receipt and the new figure stand.
            messages.success(request, _saved_message(len(ticks)))
            return redirect(found)
    return page(request, found, form=form, status=422)


def _saved_message(count: int) -> str:
    if not count:
        return _("That was known already: nothing was added.")
    text = ngettext("%(count)s has been ticked.", "%(count)s have been ticked.", count)
    return text % {"count": format_number(count)}


def _tick(request: Request, pk: int) -> Tick:
    found = get_object_or_404(
        Tick.objects.select_related(
            "criterion__main_area__program",
            "participant__organisation",
            "participant__school_class__school",
            "participant__consultant",
        ),
        pk=pk,
    )
    show_in_header(request, found.criterion.main_area.program)
    return found


@requires(May.KEEP_REGISTERS)
def retract(request: Request, pk: int) -> HttpResponse:
    found = _tick(request, pk)
    back = f"{found.criterion.get_absolute_url()}#who"
    if found.is_retracted and request.method != "POST":
        messages.warning(request, _("It has been taken back already."))
        return redirect(back)
    name = found.participant.shown(people=request.user.may(May.SEE_PEOPLE))
    page = FormPage(
        _("Take the answer back"),
        back,
        submit=_("Take it back"),
        template="indicators/tick_retract.html",
        context={"tick": found, "name": name},
    )
    return reason_page(
        request,
        page,
        partial(retract_tick, by=request.user, tick=found),
        why=_("Why is it taken back?"),
        done=_("The tick has been taken back."),
        then=lambda tick: redirect(tick.criterion),
    )
