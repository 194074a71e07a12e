"""The bytes of a text file as text, whichever program has saved it."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Of DOS and of older Macintoshes. Their bytes are letters to Windows too, but other ones.
OLDER = ("cp850", "mac_roman")
_DANISH = re.compile("[æøåÆØÅ]")
# After a letter of their case: «Bel¿b» and «Bel›b» are nothing in any other encoding, while «æ» and
# «Æ» of DOS are the quotation marks of Windows.
_WITHIN_WORDS = re.compile("[a-zA-Z][øå]|[A-Z][ØÅ]")
# Enough where Windows has no letter for one of the bytes.
_BESIDE_LETTERS = re.compile("[a-zA-Z][æøåÆØÅ]|[æøåÆØÅ][a-zA-Z]")


def text_of(content: bytes) -> str:
    """The same text, or a ValidationError that says what to do about the file."""
    text = decoded(content)
    if text is None:
        message = _(
            "The letters of the file cannot be read. Save it as «CSV UTF-8», and choose it."
        )
        raise ValidationError(message, code="encoding")
    return text


def decoded(content: bytes) -> str | None:
    """Text as today's programs, Excel's «Unicode text», or older Danish programs of Windows, DOS
    and Macintosh save it; None for what is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    text = _decoded(content, "utf-8-sig")
    if text is not None:
        return text
    text = _decoded(content, "cp1252")
    if text is not None and _DANISH.search(text):
        return text
    found = [content.decode(encoding) for encoding in OLDER]
    sure = _BESIDE_LETTERS if text is None else _WITHIN_WORDS
    best = max(found, key=lambda older: len(sure.findall(older)))
    return best if sure.search(best) else text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
