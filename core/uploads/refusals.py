"""Why a file is not kept, in words that say what to do about it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

UNPACKS_TOO_LARGE = "unpacks_too_large"
UNKNOWN = "unknown"
DAMAGED = "damaged"
TOO_MANY_PIXELS = "too_many_pixels"
TOO_HEAVY = "too_heavy"
MESSAGES = {
    "cpr": gettext_lazy("The name of «%(name)s» holds a CPR number. Rename the file first."),
    "empty": gettext_lazy("«%(name)s» is empty. Choose the file again."),
    "too_large": gettext_lazy(
        "«%(name)s» is too large (%(size)s). Choose a file of at most %(limit)s."
    ),
    UNKNOWN: gettext_lazy(
        "«%(name)s» is not a kind of file that can be kept. Choose a picture (JPEG, PNG, WebP or "
        "HEIC), a PDF, a Word, Excel, PowerPoint or OpenDocument file, an e-mail (.eml or .msg), "
        "an appointment (.ics) or plain text."
    ),
    DAMAGED: gettext_lazy(
        "«%(name)s» is damaged or incomplete. Open it, save it anew and choose the new file."
    ),
    TOO_MANY_PIXELS: gettext_lazy(
        "«%(name)s» has more than %(limit)s million pixels. Save a smaller copy and choose that."
    ),
    TOO_HEAVY: gettext_lazy(
        "«%(name)s» took too much time or memory to scale. Save a smaller copy and choose that."
    ),
    "macros": gettext_lazy(
        "«%(name)s» holds macros. Save a copy without macros, or a PDF, and choose that."
    ),
    UNPACKS_TOO_LARGE: gettext_lazy(
        "«%(name)s» takes too much room when it is opened. Save it as a PDF and choose that."
    ),
}


def refused(code: str, name: str, **params: object) -> ValidationError:
    return ValidationError(MESSAGES[code], code=code, params={"name": name, **params})


@contextmanager
def damage_is_told(name: str) -> Iterator[None]:
    """Readers of foreign formats raise nearly anything; to the person all of it means one thing."""
    try:
        yield
    except ValidationError:
        raise
    except Exception as error:
        if getattr(error, "errno", None) == errno.ENOSPC:  # of the disk that we write on
            raise
        raise refused(DAMAGED, name) from error
