"""The pages on which what a programme is made of is added, changed and removed.

Each room says of its own kinds what they are; the pages are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.dependents import dependent_counts, why_kept
from core.forms.opened import add_key
from core.forms.pages import FormPage, form_page, show_form
from core.versions import atomic_change
from programs.forms.parts import PartForm
from programs.models import Program
from programs.queries import lock_program, program_of, show_in_header
from programs.services.parts import remove_part, save_part

if TYPE_CHECKING:
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

TEMPLATE = "programs/part_form.html"


def save_form_of_part(by: User, form: Any) -> Any:
    """Save what a part's form holds."""
    reason = form.cleaned_data.get("reason", "")
    return save_part(by=by, part=form.instance, ties=form.ties(), reason=reason)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part: its form, how it is saved, and what keeps it from being removed.

    ``to_program`` is the way to its programme. Rows that ``goes_along`` names are a part of it;
    ``also`` says what else belongs to one, ``kept`` why one is kept whatever belongs to it, and
    ``warnings`` what is to be told once one is saved.
    """

    form: type[PartForm]
    new: StrOrPromise
    change: StrOrPromise
    to_program: str = "main_area__program"
    save: Callable[[User, Any], Any] = save_form_of_part
    template: str = TEMPLATE
    goes_along: Callable[[], Sequence[str]] = tuple
    also: Callable[[Any], list[str]] = lambda part: []
    kept: Callable[[Any], str] = lambda part: ""
    warnings: Callable[[Program, Any], Iterable[str]] = lambda program, part: ()

    @property
    def model(self) -> type[Model]:
        return self.form._meta.model

    def program_of(self, part: Model) -> Program:
        return attrgetter(self.to_program.replace("__", "."))(part)

    def get(self, pk: int) -> Any:
        rows = self.model._default_manager.select_related(self.to_program)
        return get_object_or_404(rows, pk=pk)

    def address(self, page: str, *arguments: Any) -> str:
        options = self.model._meta
        return reverse(f"{options.app_label}:{options.model_name}_{page}", args=arguments)

    def why_kept(self, part: Model) -> str:
        things = [*dependent_counts(part, self.goes_along()), *self.also(part)]
        return why_kept(part, things) or self.kept(part)


@contextmanager
def held(request: Request, program: Program) -> Iterator[None]:
    """What is sent is read, checked and saved while nobody else changes the programme."""
    with atomic_change():
        if request.method == "POST":
            lock_program(program.pk)
        yield


def outline_address(program: Program, part: Model | None = None) -> str:
    """The page on which the whole programme is configured, at a part of it."""
    place = f"#{part._meta.model_name}-{part.pk}" if part else ""
    return reverse("overview:year", args=[program.slug]) + place


def history_address(program: Program, part: Model) -> str:
    """What has been changed of a part."""
    key = f"{part._meta.model_name}-{part.pk}"
    return f"{reverse('overview:history', args=[program.slug])}?of={key}"


@requires(May.CONFIGURE)
def part_new(request: Request, slug: str, kind: Kind) -> HttpResponse:
    program = program_of(request, slug)
    with held(request, program):
        page = FormPage(
            str(kind.new), outline_address(program), about=program, section="year",
            template=kind.template, context={"is_new": True},
        )  # fmt: skip
        return part_page(request, kind, program, kind.model(), page, _("It has been added."))


@requires(May.CONFIGURE)
def part_change(request: Request, pk: int, kind: Kind) -> HttpResponse:
    program = kind.program_of(kind.get(pk))
    with held(request, program):
        part = kind.get(pk)
        show_in_header(request, program)
        context = {
            "remove": kind.address("remove", pk),
            "history": history_address(program, part),
            "like": f"{kind.address('new', program.slug)}?like={pk}",
        }
        page = FormPage(
            str(kind.change), outline_address(program, part), about=part,
            section="year", template=kind.template, context=context,
        )  # fmt: skip
        return part_page(request, kind, program, part, page, _("It has been changed."))


def part_page(
    request: Request, kind: Kind, program: Program, part: Any, page: FormPage, done: str
) -> HttpResponse:
    if {"refresh", "propose"} & request.POST.keys():
        shown = kind.form(program=program, instance=part)
        add_key(shown)
        shown.begin_with(request.POST)
        return show_form(request, shown, page)
    initial = {} if part.pk else given(request, kind, program)
    form = kind.form(request.POST or None, program=program, instance=part, initial=initial)

    def save(**_fields: Any) -> Any:
        return kind.save(request.user, form)

    def then(saved: Any) -> HttpResponse:
        for warning in kind.warnings(program, saved):
            messages.warning(request, warning)
        if "another" in request.POST:
            return redirect(request.get_full_path())
        return redirect(outline_address(program, saved))

    return form_page(request, form, page, save, done=done, then=then)


def given(request: Request, kind: Kind, program: Program) -> dict[str, Any]:
    """What a new part begins with: where it is to stand, or all that another one says."""
    like = request.GET.get("like", "")
    if like.isdecimal() and len(like) < 10:
        other = kind.get(int(like))
        if kind.program_of(other) != program:
            raise Http404
        values = kind.form(program=program, instance=other).stored
        return {name: value for name, value in values.items() if name != "ref"}
    names = ("main_area", "initiative", "source")
    asked = {name: request.GET.get(name, "") for name in names}
    return {name: pk for name, pk in asked.items() if pk.isdecimal() and len(pk) < 10}


@requires(May.CONFIGURE)
def part_remove(request: Request, pk: int, kind: Kind) -> HttpResponse:
    """Asks once more; what something belongs to is not removed, and says what does."""
    part = kind.get(pk)
    program = show_in_header(request, kind.program_of(part))
    if message := kind.why_kept(part):
        messages.error(request, message)
        return redirect(kind.address("change", pk))

    def save(**_fields: Any) -> None:
        remove_part(by=request.user, part=part, goes_along=kind.goes_along(), also=kind.also(part))

    return removal_page(request, part, kind.address("change", pk), save, outline_address(program))


def addresses(word: str, kind: Kind) -> list[URLPattern]:
    """The addresses of a kind's pages; the word stands in them."""
    name, given = kind.model._meta.model_name, {"kind": kind}
    return [
        path(f"programs/<slug:slug>/{word}/new/", part_new, given, name=f"{name}_new"),
        path(f"{word}/<int:pk>/change/", part_change, given, name=f"{name}_change"),
        path(f"{word}/<int:pk>/remove/", part_remove, given, name=f"{name}_remove"),
    ]


def removal_page(
    request: Request, record: Any, back: str, save: Callable[..., Any], leads_to: str
) -> HttpResponse:
    """The page that asks whether a record is to be deleted."""
    page = FormPage(
        _("Delete «%s»?") % record,
        back,
        _("Nothing belongs to it. What it was stays in the history."),
        submit=_("Delete"),
        section="year",
    )
    form = forms.Form(request.POST if request.method == "POST" else None)
    return form_page(
        request, form, page, save, done=gettext_lazy("It has been deleted."),
        then=lambda _none: redirect(leads_to),
    )  # fmt: skip
