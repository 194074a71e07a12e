"""Danish alphabetical order: æ, ø and å come last, aa counts as å, đ stands with d, ł with l."""

import unicodedata
from typing import Any

from django.db.models import Func, TextField

from core.names import without_accents
from core.text import IGNORED, folded

# The three letters take the code points after z; what stood there moves out of their way.
_AFTER_Z = str.maketrans(
    {
        "æ": "{",
        "ä": "{",
        "ø": "|",
        "ö": "|",
        "ő": "|",
        "å": "}",
        "ü": "y",
        "ű": "y",
        "{": "(",
        "|": "(",
        "}": ")",
    }
)


def danish_key(text: str) -> tuple[str, str]:
    """A key for sorted(): case is ignored, other accents too; the text itself breaks ties."""
    composed = unicodedata.normalize("NFC", text)
    letters = composed.casefold().replace("aa", "å").translate(_AFTER_Z)
    return letters if letters.isascii() else without_accents(folded(letters)), composed


def danish_text(text: str) -> str:
    """The same as one text, whose code points are in Danish order."""
    return "\x01".join(danish_key(text))


class DanishOrder(Func):
    """A text's key in the database: SQLite asks ``danish_text`` (core/sqlite.py)."""

    function = "danish_text"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        letters = "lower(normalize(%(expressions)s))"
        for written, read in (("ß", "ss"), ("þ", "th"), ("œ", "oe"), ("aa", "å")):
            letters = f"replace({letters}, '{written}', '{read}')"
        letters = f"translate({letters}, 'æäøöőåüűđðłħŧı{{|}}', '{{{{|||}}yyddlhti(()')"
        letters = f"normalize({letters}, NFKD)"
        letters = rf"regexp_replace({letters}, '[\u0300-\u036f{IGNORED}]', '', 'g')"
        template = f'({letters} || chr(1) || normalize(%(expressions)s)) COLLATE "C"'
        return self.as_sql(compiler, connection, template=template)
