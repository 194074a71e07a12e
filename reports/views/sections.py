"""A section of a draft: its evidence, its text with live figures, and on to the next hands."""

from __future__ import annotations

from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request, View, requires
from activities.models import Attachment
from core.forms.pages import FormPage, form_page
from reports.forms.sections import HandOverForm, PictureForm, ReturnForm, SectionForm
from reports.models import Section
from reports.queries.section_pages import SectionPage, changed_since_read, sections_to_write
from reports.rules.section_states import moves_from
from reports.services.drafts import may_write
from reports.services.pictures import change_picture, take_in_picture
from reports.services.writing import Press, hand_over, return_section, write_section
from reports.views.shared import report_of

# Presses that lead on to a page of their own, once what was typed is saved.
LEADS_ON = {"return": "section_return", "hand_over": "section_hand_over"}


def of_section(view: View) -> View:
    """A view of the address's section, for those who read drafts."""

    @requires(May.SEE_DRAFTS)
    @wraps(view)
    def found(
        request: Request, slug: str, number: int, pk: int, **rest: object
    ) -> HttpResponseBase:
        report = report_of(request, slug, number)
        section = get_object_or_404(sections_to_write(report), pk=pk)
        section.report = report
        return view(request, section, **rest)

    return found


def written(view: View) -> View:
    """The same for those who may write it."""

    @of_section
    @wraps(view)
    def found(request: Request, section: Section, **rest: object) -> HttpResponseBase:
        if not may_write(request.user, section):
            raise PermissionDenied
        return view(request, section, **rest)

    return found


@of_section
def section(request: Request, section: Section) -> HttpResponse:
    if request.method == "POST" and not may_write(request.user, section):
        raise PermissionDenied
    form = SectionForm(request.POST or None, section=section)
    save = partial(write_section, by=request.user, section=section)
    page = _editor(request, section, form)
    return form_page(request, form, page, save, then=lambda row: _onward(request, row, form))


def _editor(request: Request, section: Section, form: SectionForm) -> FormPage:
    approves = request.user.may(May.ISSUE_REPORTS)
    writes = may_write(request.user, section)
    # What is read is asked for by the page alone, not when its form is saved.
    context = {
        "program": section.report.program,
        "report": section.report,
        "one": section,
        "shown": SimpleLazyObject(lambda: SectionPage(section, _typed(form, section))),
        "since": SimpleLazyObject(lambda: changed_since_read(section, request.user) or ()),
        "editable": writes and (section.report.is_open or form.is_bound),
        "moves": list(moves_from(section.state, approves=approves)),
    }
    return FormPage(
        section.title,
        section.get_absolute_url(),
        section="reports",
        template="reports/section.html",
        context=context,
    )


def _typed(form: SectionForm, section: Section) -> str:
    """As it is being typed, else as it stands."""
    return str(form["text"].value() or "") if form.is_bound else section.text


def _onward(request: Request, section: Section, form: SectionForm) -> HttpResponse:
    press: Press = form.cleaned_data["press"]
    report = section.report
    where = [report.program.slug, report.number, section.pk]
    if press.what in LEADS_ON:
        return redirect(f"reports:{LEADS_ON[press.what]}", *where)
    if press.what == "picture":
        return redirect("reports:section_picture", *where, press.of)
    messages.success(request, _("Saved. The section is: %s") % section.get_state_display().lower())
    return redirect(section)


@written
@require_POST
def preview(request: Request, section: Section) -> HttpResponse:
    """The text as it will look, and what is odd about its figures; saves nothing."""
    form = SectionForm(request.POST, section=section)
    context = {"one": section, "shown": SectionPage(section, _typed(form, section))}
    return render(request, "reports/section_preview.html", context)


@of_section
def figures(request: Request, section: Section) -> HttpResponse:
    """The live figures of the other criteria: into the page that asks, or a page of their own."""
    shown = SectionPage(section, section.text)
    template = "section_token_groups" if request.htmx else "section_figures"
    context = {"section": "reports", "program": section.report.program, "one": section}
    context |= {"groups": shown.tokens_of_others, "box": "id_text"}
    return render(request, f"reports/{template}.html", context)


@requires(May.ISSUE_REPORTS)
@of_section
def give_back(request: Request, section: Section) -> HttpResponse:
    form = ReturnForm(request.POST or None, initial={"comment": section.comment})
    save = partial(return_section, by=request.user, section=section)
    page = _page(section, _("Return the section"), _("Return it"))
    return form_page(request, form, page, save, done=_("The section is returned to its author."))


@written
def another_author(request: Request, section: Section) -> HttpResponse:
    form = HandOverForm(request.POST or None, section=section)
    save = partial(hand_over, by=request.user, section=section)
    page = _page(section, _("Give the section to another author"), _("Hand it over"))
    return form_page(request, form, page, save, done=_("The section has a new author."))


@written
def picture(request: Request, section: Section, attachment: int) -> HttpResponse:
    rows = Attachment.objects.select_related(
        "log_entry__activity__main_area", "log_entry__main_area"
    )
    file = get_object_or_404(rows, pk=attachment)
    form = PictureForm(request.POST or None)

    def save(opened_with: str, **fields: Any) -> Any:
        return take_in_picture(by=request.user, section=section, attachment=file, **fields)

    page = _page(section, _("Take the picture in"), file=file)
    return form_page(request, form, page, save, done=_("The picture stands in the section."))


@written
def picture_words(request: Request, section: Section, picture: int) -> HttpResponse:
    row = get_object_or_404(section.pictures.select_related("attachment"), pk=picture)
    row.section = section
    form = PictureForm(request.POST or None, picture=row)
    save = partial(change_picture, by=request.user, picture=row)
    page = _page(section, _("The picture's words"), file=row.attachment)
    return form_page(request, form, page, save, done=_("The picture's words have been changed."))


def _page(
    section: Section, heading: str, submit: str = "", file: Attachment | None = None
) -> FormPage:
    """Back to the section; beside the picture that it is about, where there is one."""
    return FormPage(
        heading,
        section.get_absolute_url(),
        about=section,
        submit=submit,
        section="reports",
        template="reports/section_picture.html" if file else "core/form_page.html",
        context={"program": section.report.program, "file": file},
    )
