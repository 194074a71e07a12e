"""A form that is sent once more: saved before, with the same content or with another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.drafts.posted import KEY, kept_fields, key_of
from core.forms.concurrent import ConcurrentEditForm, shown_text
from core.forms.fields import DanishDateField
from core.meanwhile import is_same
from core.models import OpenedForm
from core.submissions import SentForm


@dataclass(frozen=True, slots=True)
class Correction:
    """Where what was saved is put right; ``fields`` are its names there by those of the form."""

    label: str
    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SavedContent:
    """What stands now of a form that was saved: its values by the names of its fields."""

    values: Mapping[str, Any] = field(default_factory=dict)
    corrections: Sequence[Correction] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    label: str
    stands: str
    typed: str


@dataclass(frozen=True, slots=True)
class OpenWith:
    """A button that opens a form with what was typed."""

    label: str
    address: str
    fields: Sequence[tuple[str, str]] = field(default_factory=list)


def sent_form(request: HttpRequest, form: forms.Form) -> tuple[SentForm, OpenedForm | None]:
    """The form as it is sent, and as it was kept or saved before.

    One that changes what stands is saved anew: what is typed replaces what stands, and what was
    changed meanwhile, also by its author, is shown first.
    """
    by: Any = request.user
    sent = SentForm(by, key_of(request.POST), request.get_full_path(), _fingerprint(form))
    opened = sent.opened()
    changes = isinstance(form, ConcurrentEditForm) and form.data.get("opened_with")
    if changes and opened and opened.saved_at:
        return replace(sent, key=None), None
    return sent, opened


def same_names(*names: str) -> dict[str, str]:
    """For a correction whose form calls the fields as the first one did."""
    return {name: name for name in names}


def answer_again(
    request: HttpRequest,
    form: forms.Form,
    heading: str,
    sent: SentForm,
    earlier: OpenedForm,
    content: Callable[[Any], SavedContent] | None,
) -> HttpResponse:
    """As the first press was answered; of other content what stands, and what was typed now.

    ``content`` says what stands of the record that was saved.
    """
    record = None if content is None else earlier.record
    stands = content(record) if content and record else SavedContent()
    differences: list[Difference] = []
    if not sent.says_the_same(earlier):
        form.is_valid()  # what can be read is compared as what it is
        differences = list(_differences(form, stands.values))
    if not differences:
        messages.warning(request, _("It had been saved already: this is what was saved."))
        return redirect(earlier.led_to)
    context = {
        "heading": heading,
        "earlier": earlier,
        "differences": differences,
        "openings": list(_openings(request, stands, {one.name for one in differences})),
    }
    return render(request, "core/saved_before.html", context, status=409)


def _differences(form: forms.Form, values: Mapping[str, Any]) -> Iterator[Difference]:
    for name, asked in form.fields.items():
        raw = form[name].data
        if asked.widget.is_hidden or (not raw and name not in values):
            continue
        if asked.widget.needs_multipart_form:
            if raw:
                stands = str(values.get(name, ""))
                yield Difference(name, str(asked.label), stands, _names_of(raw))
            continue
        typed = form.cleaned_data.get(name)
        if name in values and name not in form.errors and is_same(typed, values[name]):
            continue
        stands = shown_text(asked, values[name]) if name in values else ""
        yield Difference(name, str(asked.label), stands, _typed_text(asked, raw))


def _names_of(files: Any) -> str:
    return ", ".join(file.name for file in (files if isinstance(files, list) else [files]))


def _typed_text(asked: forms.Field, raw: Any) -> str:
    if isinstance(asked, forms.ChoiceField | DanishDateField):
        return shown_text(asked, asked.prepare_value(raw)) or str(raw)
    return str(raw)


def _openings(
    request: HttpRequest, content: SavedContent, differing: set[str]
) -> Iterator[OpenWith]:
    sent = kept_fields(request.POST)
    for correction in content.corrections:
        if differing & correction.fields.keys():
            yield _open_with(correction, sent)
    everything = same_names(*(name for name in sent if name not in (KEY, "opened_with")))
    anew = _("It is something new: open a new form")
    yield _open_with(Correction(anew, request.get_full_path(), everything), sent)


def _open_with(correction: Correction, sent: Mapping[str, list[str]]) -> OpenWith:
    fields = [
        (there, value) for here, there in correction.fields.items() for value in sent.get(here, [])
    ]
    return OpenWith(correction.label, correction.address, fields)


def _fingerprint(form: forms.Form) -> str:
    """Of what somebody types in its first half, of the files in its second."""
    typed, files = {}, {}
    for name, asked in form.fields.items():
        if asked.widget.needs_multipart_form:
            files[name] = _names_of(form[name].data or [])
        elif not asked.widget.is_hidden:
            typed[name] = str(form[name].data).replace("\r\n", "\n").strip()
    return "".join(_half(part) if any(part.values()) else "" for part in (typed, files))


def _half(part: Mapping[str, str]) -> str:
    text = repr(sorted(part.items())).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]
