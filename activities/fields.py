"""The form fields that several forms share: a day that has come, hours, and files."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models.log import MOST_HOURS_A_DAY
from activities.services import check_date
from activities.uploads import KINDS, Prepared, prepare
from core.fields import DanishDateField, DanishDecimalField
from core.numbers import NotANumber, ParsedNumber
from programs.fte import HUNDREDTH

# Types for the phone's picker, suffixes for the systems that know no type for HEIC or CSV.
ACCEPT = ",".join(
    [
        *(kind.content_type for kind in KINDS),
        *(suffix for kind in KINDS for suffix in kind.suffixes),
    ]
)


HOURS_AND_MINUTES = re.compile(r"\s*(?P<hours>[0-9]{1,2}):(?P<minutes>[0-5][0-9])\s*")


class HoursField(DanishDecimalField):
    """Hours of a day, 0 to 24: «7,5» or, as a clock has it, «7:30»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_value": MOST_HOURS_A_DAY, "decimal_places": 2, **kwargs}
        )

    def to_python(self, value: Any) -> Any:
        clock = HOURS_AND_MINUTES.fullmatch(value) if isinstance(value, str) else None
        if clock is None:
            return super().to_python(value)
        minutes = int(clock["hours"]) * 60 + int(clock["minutes"])
        return super().to_python((Decimal(minutes) / 60).quantize(HUNDREDTH, ROUND_HALF_UP))

    def _parse(self, text: str) -> ParsedNumber:
        try:
            return super()._parse(text)
        except ValidationError as error:
            cause = error.__cause__
            if isinstance(cause, NotANumber) and cause.readings:
                raise  # it says what may have been meant
            message = _("Enter hours, for example 7,5 or 7:30.")
            raise ValidationError(message, code="invalid") from error


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, "accept": ACCEPT, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        if isinstance(files, MultiValueDict):
            return files.getlist(name)
        return files.get(name) or []


class FilesField(forms.Field):
    """Any number of files up to UPLOAD_MAX_FILES, cleaned to a list of Prepared; each that is
    refused has a message of its own.
    """

    widget = FilesInput

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)

    def clean(self, value: list[UploadedFile] | None) -> list[Prepared]:
        uploads = value or []
        super().clean(uploads)
        if len(uploads) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(_too_many(len(uploads)), code="too_many_files")
        prepared, errors = [], []
        for upload in uploads:
            try:
                prepared.append(prepare(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return prepared

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def _too_many(count: int) -> str:
    limit = settings.UPLOAD_MAX_FILES
    return ngettext(
        "You chose %(count)s files. Choose at most %(limit)s file at a time.",
        "You chose %(count)s files. Choose at most %(limit)s files at a time.",
        limit,
    ) % {"count": count, "limit": limit}


class PastDateField(DanishDateField):
    """A day that has come: only what has happened is written down."""

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        check_date(value)
