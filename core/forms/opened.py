"""A form as it is opened: with its key, and with what its author has typed there before."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from core.drafts.aside import forget_aside
from core.drafts.posted import KEY, as_posted, key_of
from core.drafts.store import JUST_NOW, keep_draft, newest_at
from core.forms.concurrent import as_sent
from core.forms.fields import SubmissionField
from core.models import OpenedForm


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page of a form says of it: see templates/core/draft_note.html.

    ``saved`` is the form that its author has saved there a moment ago. A browser sends no file
    twice by itself: their names are all that can be kept.
    """

    key: str
    is_restored: bool = False
    saved: OpenedForm | None = None
    lost_files: Sequence[str] = ()


def add_key(form: forms.Form) -> None:
    """The hidden key by which a form is known again."""
    if KEY not in form.fields:
        form.fields[KEY] = SubmissionField(required=False)


def open_form(request: HttpRequest, *shown: forms.Form) -> Opened:
    """Fill in what was typed before; a form that is sent stands as it was sent."""
    if request.method == "POST":
        lost = [file.name or "" for file in request.FILES.getlist("files")]
        return Opened(str(key_of(request.POST) or uuid.uuid4()), lost_files=lost)
    posted, opened = draft_of(request)
    if posted is not None:
        for form in shown:
            begin = getattr(form, "begin_with", partial(fill, form))
            begin(posted)
    return opened


def draft_of(request: HttpRequest) -> tuple[QueryDict | None, Opened]:
    """What was typed at this address and is not saved, as it would be sent."""
    lost = _take_aside(request)
    author: Any = request.user.pk
    newest = newest_at(author, request.get_full_path())
    if newest is None:
        return None, Opened(str(uuid.uuid4()))
    if newest.saved_at is None:
        key = str(newest.submission)
        return as_posted(newest.typed), Opened(key, is_restored=True, lost_files=lost)
    # What leads back to its own address says there itself that it is saved.
    is_new = newest.led_to != newest.address and timezone.now() - newest.saved_at < JUST_NOW
    return None, Opened(str(uuid.uuid4()), saved=newest if is_new else None)


def reopened(by: Any, address: str, form: forms.Form, values: Mapping[str, Any]) -> str:
    """The address, where the form stands with these values under a new key: after an undo."""
    fields = {
        form.add_prefix(name): [as_sent(form.fields[name], value)]
        for name, value in values.items()
        if name in form.fields
    }
    keep_draft(by.pk, address, uuid.uuid4(), fields)
    return address


def _take_aside(request: HttpRequest) -> Sequence[str]:
    """What was sent with an ended session is a draft from now on; the names of its files."""
    aside = getattr(request, "aside", None)
    if not aside:
        return ()
    request.aside = None  # type: ignore[attr-defined]
    forget_aside(request)
    key = key_of(as_posted(aside["fields"])) or uuid.uuid4()
    keep_draft(aside["author"], aside["address"], key, aside["fields"])
    return aside["files"]


def fill(form: forms.Form, posted: QueryDict) -> None:
    for name, field in _typed_in(form):
        sent = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(posted, {}, sent):
            form.initial[name] = field.widget.value_from_datadict(posted, {}, sent)


def _typed_in(form: forms.Form) -> Iterator[tuple[str, forms.Field]]:
    """All but files, of which a browser sends none twice."""
    for name, field in form.fields.items():
        if not field.widget.needs_multipart_form:
            yield name, field
