"""The form field that takes several files."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import ngettext

from core.uploads import KINDS, Prepared, prepare

# Types for the phone's picker, suffixes for the systems that know no type for HEIC or CSV.
ACCEPT = ",".join(
    [
        *(kind.content_type for kind in KINDS),
        *(suffix for kind in KINDS for suffix in kind.suffixes),
    ]
)


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
