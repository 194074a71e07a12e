"""The directory of organisations: the register, and what is written down in it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, others_get, requires
from core.forms.pages import FormPage, form_page, show_form
from directory.forms.organisations import (
    BilingualShareForm,
    CorrectOrganisationForm,
    DirectoryFilterForm,
    MergeForm,
    OrganisationForm,
    RenameForm,
    SchoolClassForm,
)
from directory.models import Organisation, OrganisationKind
from directory.queries.registers import organisations_named, rosters_of
from directory.services.merging import check_merge, links_of
from directory.services.merging import merge as merge_organisations
from directory.services.organisations import (
    candidates,
    correct,
    create_organisation,
    rename,
    school_class,
    set_bilingual_share,
    shown_names,
)
from directory.tables import OrganisationTable
from directory.views import evidence


def kept_organisation(pk: int) -> Organisation:
    """One that has not been merged into another; 404 for others."""
    return get_object_or_404(Organisation.objects.unmerged(), pk=pk)


def _opened_organisation(request: Request, pk: int) -> Organisation:
    """One to change: merged while its form stood open, the form comes back with what was typed."""
    return get_object_or_404(Organisation, pk=pk) if request.POST else kept_organisation(pk)


def organisation_page(organisation: Organisation, heading: str, intro: str = "") -> FormPage:
    """The words around a form about an organisation; back to that once it is saved."""
    back = organisation.get_absolute_url()
    return FormPage(heading, back, intro, about=organisation, section="organisations")


@requires(May.KEEP_REGISTERS)
def options(request: Request) -> HttpResponse:
    """What a box for a name offers while one types, as the entries of its list."""
    # htmx sends the box under its own name, whatever form it stands in.
    text = request.GET.get(request.htmx.trigger_name or "", request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    found = candidates(text[:200].replace("\x00", ""), kind if kind in OrganisationKind else None)
    context = {"options": zip(shown_names(found), found, strict=True)}
    return render(request, "directory/organisation_options.html", context)


@others_get(evidence.organisations)
def organisations(request: Request) -> HttpResponse:
    filters = DirectoryFilterForm(request.GET)
    table = OrganisationTable(organisations_named(*filters.chosen()))
    table.show_in(request)
    table.rosters = rosters_of(table.shown())
    context = {
        "section": "organisations",
        "table": table,
        "filters": filters,
        "found": len(table.rows),
        "narrowed": any(filters.chosen()),
    }
    return render(request, "directory/organisations.html", context)


@requires(May.KEEP_REGISTERS)
def new(request: Request) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:200] for name in ("name", "kind")}
    form = OrganisationForm(request.POST or None, initial=given)
    page = FormPage(
        _("New organisation"),
        reverse("directory:organisations"),
        _("One directory for all programmes: look first whether it is there under another name."),
        section="organisations",
    )
    save = partial(create_organisation, by=request.user)
    return form_page(
        request,
        form,
        page,
        save,
        done=_("The organisation stands in the directory."),
        then=redirect,
    )


@requires(May.KEEP_REGISTERS)
def rename_one(request: Request, pk: int) -> HttpResponse:
    organisation = _opened_organisation(request, pk)
    form = RenameForm(request.POST or None, values={"name": organisation.name})
    intro = _("The name of today stays readable for the time before.")
    save = partial(rename, by=request.user, organisation=organisation)
    return form_page(
        request,
        form,
        organisation_page(organisation, _("It has a new name"), intro),
        save,
        done=_("It goes by the new name; the old one is kept."),
    )


@requires(May.KEEP_REGISTERS)
def correct_one(request: Request, pk: int) -> HttpResponse:
    organisation = _opened_organisation(request, pk)
    values = {"name": organisation.name, "kind": organisation.kind}
    form = CorrectOrganisationForm(request.POST or None, values=values)
    page = FormPage(
        _("Correct a slip"),
        organisation.get_absolute_url(),
        section="organisations",
        template="directory/organisation_correct.html",
        context={"organisation": organisation},
    )
    save = partial(correct, by=request.user, organisation=organisation)
    return form_page(request, form, page, save, done=_("The organisation has been corrected."))


@requires(May.KEEP_REGISTERS)
def merge(request: Request, pk: int) -> HttpResponse:
    """Choose the one to keep, see what moves, then merge: two presses, the second one saves."""
    organisation = kept_organisation(pk)
    form = MergeForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            check_merge(organisation, given["kept_organisation"])
            # Confirmed for another one than is chosen now, it is shown anew.
            if request.POST.get("confirmed") == str(given["kept_organisation"].pk):
                kept = merge_organisations(by=request.user, duplicate=organisation, **given)
                messages.success(request, _("The two are one now."))
                return redirect(kept)
            preview = given["kept_organisation"]
        except ValidationError as error:
            form.add_error(None, error)
    page = FormPage(
        _("Entered twice: merge"),
        organisation.get_absolute_url(),
        submit=_("Merge the two") if preview else _("See what moves"),
        section="organisations",
        template="directory/organisation_merge.html",
        context={
            "organisation": organisation,
            "preview": preview,
            "moving": links_of(organisation),
        },
    )
    return show_form(request, form, page)


@requires(May.KEEP_REGISTERS)
def new_class(request: Request, pk: int) -> HttpResponse:
    school = _school(pk)
    form = SchoolClassForm(request.POST or None)
    save = partial(school_class, by=request.user, school=school)
    return form_page(
        request,
        form,
        organisation_page(school, _("New class")),
        save,
        done=_("The class stands with its school."),
    )


def _school(pk: int) -> Organisation:
    schools = Organisation.objects.unmerged().filter(kind=OrganisationKind.SCHOOL)
    return get_object_or_404(schools, pk=pk)


@requires(May.KEEP_REGISTERS)
def bilingual_share(request: Request, pk: int) -> HttpResponse:
    school = _school(pk)
    form = BilingualShareForm(request.POST or None, values={"percent": None})
    intro = _("Counts from its day on, until a newer share is counted.")
    save = partial(set_bilingual_share, by=request.user, school=school)
    return form_page(
        request,
        form,
        organisation_page(school, _("Share of bilingual pupils"), intro),
        save,
        done=_("The share has been saved."),
    )
