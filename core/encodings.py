"""The bytes of a text file as text, whichever program has saved it."""

from __future__ import annotations

import re

# Of DOS and of older Macintoshes. Their bytes are letters to Windows too, but other ones.
OLDER = ("cp850", "mac_roman")
_DANISH = re.compile("[æøåÆØÅ]")
# After a letter of their case: «Bel¿b» and «Bel›b» are nothing in any other encoding, while «æ» and
# «Æ» of DOS are the quotation marks of Windows.
_WITHIN_WORDS = re.compile("[a-zA-Z][øå]|[A-Z][ØÅ]")


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
    best = max(found, key=lambda older: len(_WITHIN_WORDS.findall(older)))
    return best if _WITHIN_WORDS.search(best) else text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
