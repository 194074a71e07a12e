"""Pictures of the log that are taken into sections, each with the words that say what it shows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from PIL import UnidentifiedImageError

from core.meanwhile import merge_into
from core.records import lock, save_changes, save_with_history
from core.submissions import save_once
from core.versions import atomic_change
from reports.models import SectionPicture
from reports.queries.reports import size_of
from reports.services.drafts import lock_section

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import Attachment
    from reports.models import Section


def take_in_picture(
    *,
    by: User,
    section: Section,
    attachment: Attachment,
    alternative_text: str,
    caption: str = "",
) -> SectionPicture:
    """A picture stands in a section once; pressed again, it is the one that stands there."""
    entry = attachment.log_entry
    if entry.program_id != section.report.program_id or entry.is_retracted:
        raise ValidationError(_("The picture's entry was taken back, or is another programme's."))
    if not attachment.is_image:
        raise ValidationError(_("Only pictures can be taken in."))

    def find() -> SectionPicture | None:
        return section.pictures.filter(attachment=attachment).first()

    def save() -> SectionPicture:
        last = section.pictures.aggregate(last=Max("position"))["last"]
        picture = SectionPicture(
            section=section,
            attachment=attachment,
            alternative_text=alternative_text,
            caption=caption,
            position=0 if last is None else last + 1,
        )
        with suppress(OSError, UnidentifiedImageError):
            picture.width, picture.height = size_of(attachment)
        save_with_history(picture, by=by)
        return picture

    return save_once(find, save, lambda: lock_section(by, section))


@atomic_change()
def change_picture(
    *, by: User, picture: SectionPicture, opened_with: str = "", **values: Any
) -> SectionPicture:
    """Its alternative text and its caption."""
    lock_section(by, picture.section)
    lock(picture)
    save_changes(picture, merge_into(picture, opened_with, values), by=by)
    return picture
