"""How files arrive: straight to the disk, and no more of them than the forms take."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps nothing of a file beyond the largest, or beyond the number of files, that is taken.

    The form is given them all by name and size, so that it can say which are too many or large.
    """

    arrived = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.arrived += 1
        if self.is_kept:
            super().new_file(*args, **kwargs)
        else:
            FileUploadHandler.new_file(self, *args, **kwargs)

    @property
    def is_kept(self) -> bool:
        return self.arrived <= settings.UPLOAD_MAX_FILES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.is_kept and start <= settings.UPLOAD_MAX_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.is_kept:
            return super().file_complete(file_size)
        return InMemoryUploadedFile(
            BytesIO(),
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
