"""What the pages of a case share: finding it, and the words around its forms."""

from functools import wraps

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, View, requires
from core.clock import today
from core.forms.pages import FormPage
from core.forms.sent import Correction, SavedContent, same_names
from programs.queries import current_program, program_by_pk, programs_of, show_in_header
from requisitions.forms.filters import RegisterFilterForm
from requisitions.models import Requisition
from requisitions.models.choices import PartyRole
from requisitions.queries.register import SORTS, CaseFilter, administrations


def case_of(request: Request, pk: int) -> Requisition:
    """The case with its state of today, and its programme as the header's; 404 for none."""
    found = get_object_or_404(
        Requisition.objects.until(today())
        .with_state(today())
        .select_related(
            "activity__main_area",
            "activity__place",
            "activity__responsible",
            "retracted_by",
            "follow_up__answered_by",
        ),
        pk=pk,
    )
    area = found.activity.main_area
    # The header needs every programme anyway: the area's own is one of them.
    area.program = program_by_pk(request, area.program_id)
    show_in_header(request, area.program)
    return found


def keeping_case(view: View) -> View:
    """A view of the case of the address, for those who keep the registers."""

    @requires(May.KEEP_REGISTERS)
    @wraps(view)
    def found(request: Request, pk: int, **rest: object) -> HttpResponseBase:
        return view(request, case_of(request, pk), **rest)

    return found


def case_page(
    case: Requisition, heading: str, intro: str = "", submit: str = "", template: str = "form"
) -> FormPage:
    """The words around a small form about a case; back to the case once it is saved."""
    return FormPage(
        heading,
        case.get_absolute_url(),
        intro,
        submit,
        section="requisitions",
        template=f"requisitions/{template}.html",
        context={"case": case},
    )


def content_of(case: Requisition) -> SavedContent:
    """What stands of the form on which a case was received, and where it is put right."""
    asked = case.parties.filter(role=PartyRole.REQUESTER).select_related("organisation").first()
    values = {
        "who": asked.organisation.name if asked else "",
        "subject": case.activity.title,
        "channel": case.channel,
    }
    address = reverse("requisitions:facts", args=[case.pk])
    correction = Correction(_("The facts of the case"), address, same_names("subject", "channel"))
    return SavedContent(values, [correction])


def with_picked_name(posted: QueryDict) -> QueryDict:
    """With the name that was offered instead of the one typed, where its button was pressed."""
    if not posted.get("pick"):
        return posted
    data = posted.copy()
    data["who"] = str(data["pick"])
    return data


def wanted_by(request: Request) -> tuple[RegisterFilterForm, CaseFilter]:
    """The form of the register's filters, and what its address asks for."""
    form = RegisterFilterForm(
        request.GET,
        programs=programs_of(request),
        current=current_program(request),
        administrations=administrations(),
    )
    sort = request.GET.get("sort", "")
    wanted = form.chosen(sort if sort.removeprefix("-") in SORTS else "")
    if wanted.program:
        show_in_header(request, wanted.program)
    return form, wanted
