"""Text on its way in: what no text needs is taken out, what scripts need stays.

Every text field and every importer cleans here. Joiners and marks of direction stay, since Arabic,
Persian and Urdu are not read right without them; ``folded`` leaves them out where texts are
compared and searched.
"""

import re

from django.utils.translation import gettext

# Word's soft line break, form feed, NEL, and Unicode's line and paragraph separators.
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters; overrides, embeddings and isolates, which turn the text around them; the mark
# at the beginning of a file; soft hyphens, which stay in the middle of words; what Unicode gives
# no meaning, as private characters, halves of pairs and the ends of its planes.
_NEVER = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\U000f0000-\U0010ffff"
    + "".join(chr(plane << 16 | end) for plane in range(15) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# The bullets of lists copied out of Word, which stand at private places.
_BULLETS = {0xF0A7: "▪", 0xF0A8: "▪", 0xF0B7: "•", 0xF0D8: "•", 0xF0FC: "•"}
# Joiners, marks of direction, the Arabic vowel signs and the stroke that only makes a word longer.
IGNORED = "\u061c\u0640\u0670\u200b\u200c\u200d\u200e\u200f" + "".join(
    map(chr, range(0x64B, 0x653))
)
JOINERS = "\u200c\u200d"
_IGNORED = re.compile(f"[{IGNORED}]")


def clean_text(text: str) -> str:
    """Without what is never a part of a text; line breaks as one character."""
    return _NEVER.sub("", _LINE_BREAK.sub("\n", text.translate(_BULLETS)))


def clean_line(text: str) -> str:
    """The same in one line, as a name is."""
    return " ".join(clean_text(text).split())


def folded(text: str) -> str:
    """As texts are compared: without what two people may write and leave out of one word."""
    return _IGNORED.sub("", text)


def quoted(name: object) -> str:
    """A name between the quotation marks of the reader's language."""
    return gettext("«%s»") % name
