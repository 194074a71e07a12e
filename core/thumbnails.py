"""Thumbnails of pictures that have none: they came before there were any, or theirs was lost."""

from collections.abc import Iterator
from io import BytesIO

from django.apps import apps
from django.core.exceptions import ValidationError

from core.attachments import Attachment, keep_thumbnail
from core.uploads.pictures import draw_anew, picture_that_begins
from core.versions import atomic_change


def make_missing_thumbnails() -> tuple[int, int]:
    """How many were made, and how many pictures there are of which none could be."""
    made = left = 0
    for attachment in _without_thumbnail():
        try:
            _make(attachment)
        except (FileNotFoundError, ValidationError):
            left += 1
        else:
            made += 1
    return made, left


def _without_thumbnail() -> Iterator[Attachment]:
    for model in apps.get_models():
        if issubclass(model, Attachment) and model.thumbnail:
            yield from model._default_manager.filter(
                content_type__startswith="image/", thumbnail=""
            )


@atomic_change()
def _make(attachment: Attachment) -> None:
    with attachment.file.open("rb") as file:
        content = BytesIO(file.read())
    picture = picture_that_begins(content.read(32))
    if picture is None:
        raise ValidationError("It is no picture.")
    keep_thumbnail(attachment, draw_anew(content, picture, attachment.name))
    attachment.save(update_fields=["thumbnail"])
