"""What elsewhere documents a case: it is found, added and taken out."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request
from activities.models import LogEntry
from core.clock import today
from core.forms.pages import reason_page
from directory.models import Participant
from requisitions.forms.filters import FindDocumentationForm
from requisitions.models import Requisition
from requisitions.queries.register import MOST_OFFERED, documentation_for
from requisitions.services.documentation import add_documentation, remove_documentation
from requisitions.views.shared import case_page, keeping_case


@keeping_case
def find(request: Request, found: Requisition) -> HttpResponse:
    """Look for entries and participants of other activities, and add them one by one."""
    form = FindDocumentationForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    offered = documentation_for(found, words) if words else None
    people = offered.participants if offered else []
    sees_people = request.user.may(May.SEE_PEOPLE)
    context = {
        "section": "requisitions",
        "case": found,
        "form": form,
        "words": words,
        "offered": offered,
        "most": MOST_OFFERED,
        "people": [(one, one.shown(people=sees_people)) for one in people],
    }
    return render(request, "requisitions/documentation_add.html", context)


def _record(kind: str, pk: int) -> LogEntry | Participant:
    rows = LogEntry.objects.until(today()) if kind == "entry" else Participant.objects.with_who()
    return get_object_or_404(rows, pk=pk)


@keeping_case
@require_POST
def add(request: Request, found: Requisition, kind: str, row: int) -> HttpResponse:
    try:
        add_documentation(by=request.user, case=found, record=_record(kind, row))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("It documents the case now."))
    return redirect(found)


@keeping_case
def remove(request: Request, found: Requisition, kind: str, row: int) -> HttpResponse:
    own = found.log_entries if kind == "entry" else found.participants
    if not own.filter(pk=row).exists():
        raise Http404
    gone = _record(kind, row)
    page = case_page(
        found,
        _("Remove the documentation from the case"),
        _("It stays where it was written down."),
        _("Remove it"),
    )
    save = partial(remove_documentation, by=request.user, case=found, record=gone)
    return reason_page(
        request, page, save, done=_("The documentation has been removed from the case.")
    )
