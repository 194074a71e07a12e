"""The file of a record and its thumbnail, for those who may see files."""

from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.attachments import Attachment, file_response, thumbnail_response


@require_safe
@requires(May.SEE_FILES)
def file(request: Request, key: UUID, model: type[Attachment]) -> FileResponse:
    """Also of a retracted record: nothing disappears."""
    return file_response(get_object_or_404(model, key=key))


@require_safe
@requires(May.SEE_FILES)
def thumbnail(request: Request, key: UUID, model: type[Attachment]) -> FileResponse:
    return thumbnail_response(get_object_or_404(model, key=key))
