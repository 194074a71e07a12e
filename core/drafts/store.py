"""The rows of forms that were opened: a draft until the form is saved, then only that it was."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

from core.drafts.posted import MOST_OF_ADDRESS, Fields, as_text
from core.models import OpenedForm

KEPT_FOR = timedelta(days=7)
JUST_NOW = timedelta(minutes=15)


def keep_draft(author: int, address: str, submission: uuid.UUID, fields: Fields) -> bool:
    """Whether it is kept: not what is too long, nor what was saved meanwhile."""
    text = as_text(fields)
    if not text or len(address) > MOST_OF_ADDRESS or not address.startswith("/"):
        return False
    written = {"fields": text, "written_at": timezone.now()}
    if not _form(author, submission).filter(saved_at=None).update(**written):
        row = OpenedForm(author_id=author, submission=submission, address=address, **written)
        OpenedForm.objects.bulk_create([row], ignore_conflicts=True)
    return True


def newest_at(author: int, address: str) -> OpenedForm | None:
    """What its author has typed there, else what they saved there last. One query."""
    rows = OpenedForm.objects.filter(author=author, address=address)
    return rows.order_by(F("saved_at").desc(nulls_first=True), "-written_at").first()


def opened_form(author: int, submission: uuid.UUID | None) -> OpenedForm | None:
    return _form(author, submission).first() if submission else None


def close_form(author: int, submission: uuid.UUID | None, address: str) -> None:
    """Forget what was typed, as it is saved: a draft that comes in late is not kept."""
    if submission is None:
        return
    moment = timezone.now()
    closed = {"fields": "", "written_at": moment, "saved_at": moment, "led_to": address}
    if not _form(author, submission).update(**closed):
        row = OpenedForm(author_id=author, submission=submission, address=address, **closed)
        OpenedForm.objects.bulk_create([row], ignore_conflicts=True)


def forget_draft(author: int, submission: uuid.UUID | None) -> None:
    if submission:
        _form(author, submission).filter(saved_at=None).delete()


def forget_old() -> int:
    """Delete what has lain for seven days; how many rows that were."""
    return OpenedForm.objects.filter(written_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _form(author: int, submission: uuid.UUID) -> models.QuerySet[OpenedForm]:
    return OpenedForm.objects.filter(author=author, submission=submission)
