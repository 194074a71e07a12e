"""A log entry's file, for those who may see files."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.http import Request, requires
from accounts.roles import May
from activities.models import Attachment
from activities.uploads import PDF

# Whatever a file holds, it runs nothing and no cache keeps it. The middleware that sets the
# site's own policy leaves one that is there.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


@require_safe
@requires(May.SEE_FILES)
def file(request: Request, key: UUID) -> FileResponse:
    """Also of a retracted entry: nothing disappears."""
    attachment = get_object_or_404(Attachment, key=key)
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    shown_in_the_browser = attachment.is_image or attachment.content_type == PDF.content_type
    return FileResponse(
        content,
        as_attachment=not shown_in_the_browser,
        filename=attachment.name,
        content_type=attachment.content_type,
        headers=HEADERS,
    )
