"""Danish alphabetical order: æ, ø and å come last, and aa counts as å."""

import unicodedata
from typing import Any

from django.db.models import Func, TextField

from core.text import IGNORED, folded

# The three letters take the code points after z; what stood there moves out of their way.
_AFTER_Z = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "{": "(", "|": "(", "}": ")"}
)


def danish_key(text: str) -> tuple[str, str]:
    """A key for sorted(): case is ignored, other accents too; the text itself breaks ties."""
    composed = unicodedata.normalize("NFC", text)
    letters = composed.casefold().replace("aa", "å").translate(_AFTER_Z)
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in folded(decomposed) if not unicodedata.combining(c))
    return letters, composed


def danish_text(text: str) -> str:
    """The same as one text, whose code points are in Danish order."""
    return "\x01".join(danish_key(text))


class DanishOrder(Func):
    """A text's key in the database: SQLite asks ``danish_text`` (core/sqlite.py)."""

    function = "danish_text"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        letters = "replace(replace(lower(normalize(%(expressions)s)), 'ß', 'ss'), 'aa', 'å')"
        letters = f"normalize(translate({letters}, 'æäøöåü{{|}}', '{{{{||}}y(()'), NFKD)"
        letters = rf"regexp_replace({letters}, '[\u0300-\u036f{IGNORED}]', '', 'g')"
        template = f'({letters} || chr(1) || normalize(%(expressions)s)) COLLATE "C"'
        return self.as_sql(compiler, connection, template=template)
