"""What a form sends, as it is kept: text alone and not without end, never a password or a file."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

Fields = Mapping[str, list[str]]

KEY, MARK = "submission", "author_mark"
MOST_CHARACTERS = 200_000  # of all fields together, written as JSON
MOST_OF_ADDRESS = 500
UNKEPT = frozenset({"csrfmiddlewaretoken", MARK, "confirmed"})
SIGNER = Signer(salt="core.drafts")


def author_mark(author: int | None) -> str:
    """What each form carries, so that nobody else is given what was typed into it."""
    return SIGNER.sign(str(author))


def author_of(posted: QueryDict) -> int | None:
    """Whose form it was; nobody's where the mark is missing or made up."""
    try:
        return int(SIGNER.unsign(posted.get(MARK, "")))
    except (BadSignature, ValueError):
        return None


def kept_fields(posted: QueryDict) -> dict[str, list[str]]:
    return {
        name: values
        for name, values in posted.lists()
        if name not in UNKEPT and "password" not in name
    }


def as_text(fields: Fields) -> str:
    """As JSON; nothing where it is too much to keep."""
    # Escaped throughout: PostgreSQL stores neither a NUL nor half a letter.
    text = json.dumps(fields)
    return text if len(text) <= MOST_CHARACTERS else ""


def as_posted(fields: Fields) -> QueryDict:
    """As if it were sent once more."""
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, list(values))
    return posted


def key_of(posted: QueryDict) -> uuid.UUID | None:
    """The key of the form that was sent; where a page has several, its name has a prefix."""
    named = (name for name in posted if name == KEY or name.endswith(f"-{KEY}"))
    try:
        return uuid.UUID(posted.get(next(named, ""), ""))
    except ValueError:
        return None
