"""The one form page: shown with its words, 422 where it is refused, and left once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.forms.reason import ReasonForm
from core.forms.refusals import save_form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form, and where «cancel» leads: an address.

    ``section`` is that of the main menu; a ``template`` of its own extends the common one, and
    finds there what is in ``context``.
    """

    heading: str
    back: str
    intro: str = ""
    submit: str = ""
    about: object = ""
    section: str = ""
    template: str = "core/form_page.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def show_form(request: HttpRequest, form: forms.Form, page: FormPage) -> HttpResponse:
    """The page with its form; 422 where that is wrong, or was refused."""
    # A browser sends no file twice by itself: their names are all that can be kept.
    lost = [file.name for file in request.FILES.getlist("files")]
    context = {"section": page.section, "form": form, "page": page, "lost_files": lost}
    return render(
        request, page.template, {**context, **page.context}, status=422 if form.errors else 200
    )


def form_page(
    request: HttpRequest,
    form: forms.Form,
    page: FormPage,
    save: Callable[..., Any],
    *,
    done: StrOrPromise = "",
    then: Callable[[Any], HttpResponse] | None = None,
) -> HttpResponse:
    """The page until ``save`` has accepted what the form's fields hold, by name; from there back,
    or to what ``then`` answers about the record that was saved.
    """
    saved: list[Any] = []
    if not save_form(form, lambda: saved.append(save(**form.cleaned_data))):
        return show_form(request, form, page)
    if done:
        messages.success(request, done)
    return then(saved[0]) if then else redirect(page.back)


def reason_page(
    request: HttpRequest,
    page: FormPage,
    save: Callable[..., Any],
    *,
    why: StrOrPromise = "",
    **options: Any,
) -> HttpResponse:
    """A form page that asks why, and saves with the ``reason``: a retraction, for example."""
    return form_page(request, ReasonForm(request.POST or None, why=why), page, save, **options)
