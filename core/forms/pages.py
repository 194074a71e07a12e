"""The one form page: shown with its words, 422 where it is refused, and left once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.drafts.posted import KEY
from core.forms.opened import add_key, open_form
from core.forms.reason import ReasonForm
from core.forms.refusals import save_form
from core.forms.sent import SavedContent, answer_again, sent_form
from core.versions import atomic_change

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
    """The page with its form, with what was typed there before; 422 where that is wrong, or was
    refused.
    """
    add_key(form)
    opened = open_form(request, form)
    context = {"section": page.section, "form": form, "page": page, "opened": opened}
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
    content: Callable[[Any], SavedContent] | None = None,
) -> HttpResponse:
    """The page until ``save`` has accepted what the form's fields hold, by name; from there back,
    or to what ``then`` answers about the record that was saved.

    Saved once however often it is sent. ``content`` says of the record what of the form stands,
    where the same form is sent with other content.
    """
    has_own_key = KEY in form.fields
    add_key(form)
    if not form.is_bound:
        return show_form(request, form, page)
    sent, opened = sent_form(request, form)
    answers: list[Any] = []

    def save_and_answer() -> None:
        given = dict(form.cleaned_data)
        if not has_own_key:
            del given[KEY]
        with atomic_change():
            record = save(**given)
            answer: Any = then(record) if then else redirect(page.back)
            sent.mark_saved(opened, record=record, led_to=answer.url)
        answers.append(answer)

    if earlier := sent.save_once(opened, lambda: save_form(form, save_and_answer)):
        return answer_again(request, form, page.heading, sent, earlier, content)
    if not answers:
        return show_form(request, form, page)
    if done:
        messages.success(request, done)
    return answers[0]


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


def press_page(
    request: HttpRequest, page: FormPage, save: Callable[..., Any], **options: Any
) -> HttpResponse:
    """A page that says what a press will do, and the press: nothing is typed."""
    return form_page(request, forms.Form(request.POST or None), page, save, **options)
