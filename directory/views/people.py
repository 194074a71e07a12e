"""Contacts and dialogue consultants: private persons, for those who may see them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, others_get, requires
from core.forms.pages import FormPage, form_page
from directory.forms.organisations import (
    ChangeContactForm,
    ConsultantForm,
    ContactForm,
    NameFilterForm,
)
from directory.models import Consultant, Contact, Organisation
from directory.queries.registers import consultants_of, trainings_of
from directory.services.organisations import (
    add_contact,
    change_consultant,
    change_contact,
    check_may_see_people,
)
from directory.services.retention import remove_consultant, remove_contact
from directory.tables import ConsultantTable
from directory.views import evidence
from directory.views.organisations import kept_organisation, organisation_page

DETAILS = ("name", "role", "phone", "email", "keep_until")


@requires(May.SEE_PEOPLE)
def contact_new(request: Request, pk: int) -> HttpResponse:
    organisation = kept_organisation(pk)
    form = ContactForm(request.POST or None)
    save = partial(add_contact, by=request.user, organisation=organisation)
    return form_page(
        request,
        form,
        _contact_page(organisation, _("New contact")),
        save,
        done=_("The contact has been saved."),
    )


def _contact_page(organisation: Organisation, heading: str) -> FormPage:
    intro = _("Only what is needed to reach the person. Consultants and managers see it.")
    return organisation_page(organisation, heading, intro)


@requires(May.SEE_PEOPLE)
def contact_change(request: Request, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.select_related("organisation"), pk=pk)
    values = {name: getattr(contact, name) for name in DETAILS}
    form = ChangeContactForm(request.POST or None, values=values)
    save = partial(change_contact, by=request.user, contact=contact)
    return form_page(
        request,
        form,
        _contact_page(contact.organisation, _("Change the contact")),
        save,
        done=_("The contact has been saved."),
    )


@requires(May.SEE_PEOPLE)
def contact_remove(request: Request, pk: int) -> HttpResponse:
    """At once, and from history too: what a person may ask for."""
    contact = get_object_or_404(Contact.objects.select_related("organisation"), pk=pk)
    if request.method == "POST":
        check_may_see_people(request.user)
        remove_contact(contact)
        messages.success(request, _("The contact has been removed, from history too."))
        return redirect(contact.organisation)
    context = {"section": "organisations", "person": contact, "back": contact.organisation}
    return render(request, "directory/person_remove.html", context)


@others_get(evidence.consultants, unless=May.SEE_PEOPLE)
def consultants(request: Request) -> HttpResponse:
    filters = NameFilterForm(request.GET)
    table = ConsultantTable(consultants_of(filters.text()))
    table.show_in(request)
    table.trainings = trainings_of(table.shown())
    context = {
        "section": "organisations",
        "table": table,
        "filters": filters,
        "found": len(table.rows),
        "narrowed": bool(filters.text()),
    }
    return render(request, "directory/consultants.html", context)


@requires(May.SEE_PEOPLE)
def consultant(request: Request, pk: int) -> HttpResponse:
    person = _consultant(pk)
    lines = person.participations.select_related("activity__main_area__program")
    context = {
        "section": "organisations",
        "person": person,
        "name": person.shown(people=True),
        "lines": lines.order_by("-joined_on", "pk"),
    }
    return render(request, "directory/consultant.html", context)


@requires(May.SEE_PEOPLE)
def consultant_change(request: Request, pk: int) -> HttpResponse:
    person = _consultant(pk)
    if person.removed_at:
        return redirect(person)
    names = ("name", "workplace", "phone", "email", "keep_until")
    values = {name: getattr(person, name) for name in names}
    form = ConsultantForm(request.POST or None, values=values)
    back = person.get_absolute_url()
    page = FormPage(_("Change the person"), back, about=person.name, section="organisations")
    save = partial(change_consultant, by=request.user, consultant=person)
    return form_page(request, form, page, save, done=_("The person has been saved."))


@requires(May.SEE_PEOPLE)
def consultant_remove(request: Request, pk: int) -> HttpResponse:
    """The name goes at once, from history too; rosters and counts stay what they were."""
    person = _consultant(pk)
    if request.method == "POST" and not person.removed_at:
        check_may_see_people(request.user)
        remove_consultant(person)
        messages.success(request, _("The person has been removed, from history too."))
    if request.method == "POST" or person.removed_at:
        return redirect(person)
    context = {"section": "organisations", "person": person, "back": person}
    return render(request, "directory/person_remove.html", context)


def _consultant(pk: int) -> Consultant:
    return get_object_or_404(Consultant.objects.select_related("workplace"), pk=pk)
