"""A LIKE for SQLite that knows more letters than A to Z, so that «århus» finds «Århus».

SQLite calls its own function `like` for the operator, and lets it be replaced.
Django's icontains, istartswith, iendswith and iexact all become LIKE … ESCAPE there.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from core.sorting import danish_text
from core.text import folded

_Segment = list[str | None]  # characters; None stands for any single one


def register_functions(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver for connection_created; other databases know their letters themselves."""
    if connection.vendor == "sqlite":
        register(connection)


def register(connection: BaseDatabaseWrapper) -> None:
    """Replace LIKE, with and without ESCAPE, on this connection, and add Danish order."""
    connection.connection.create_function("danish_text", 1, _danish_text, deterministic=True)
    for arguments in (2, 3):
        connection.connection.create_function("like", arguments, _like, deterministic=True)


def _like(pattern: Any, text: Any, escape: str | None = None) -> bool | None:
    """`text LIKE pattern ESCAPE escape`, in the order in which SQLite hands them over."""
    if pattern is None or text is None:
        return None
    return _matcher(folded(_as_text(pattern)), escape)(folded(_as_text(text)).casefold())


def _danish_text(text: str | None) -> str | None:
    return None if text is None else danish_text(text)


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


@lru_cache(maxsize=128)
def _matcher(pattern: str, escape: str | None) -> Callable[[str], bool]:
    """A test for case-folded text. Kept, because one query asks it of every row."""
    segments = _segments(pattern, escape)
    if segments is None:
        return lambda text: False
    if any(None in segment for segment in segments) or len(segments) > 3:
        return _general_matcher(segments)
    literals = ["".join(filter(None, segment)).casefold() for segment in segments]
    if len(literals) == 1:
        return lambda text: text == literals[0]
    if len(literals) == 2:
        start, end = literals
        shortest = len(start) + len(end)
        return lambda text: len(text) >= shortest and text.startswith(start) and text.endswith(end)
    if literals[0] or literals[2]:
        return _general_matcher(segments)
    needle = literals[1]
    return lambda text: needle in text


def _segments(pattern: str, escape: str | None) -> list[_Segment] | None:
    """The pattern cut at its per cent signs; None when it ends in a bare escape."""
    segments: list[_Segment] = [[]]
    characters = iter(pattern)
    for character in characters:
        if character == escape:
            escaped = next(characters, None)
            if escaped is None:
                return None
            segments[-1].append(escaped)
        elif character == "%":
            segments.append([])
        else:
            segments[-1].append(None if character == "_" else character)
    return segments


def _general_matcher(segments: list[_Segment]) -> Callable[[str], bool]:
    """Inner segments are taken where they first fit; atomic groups keep that from backtracking."""
    first, *rest = [
        "".join("." if c is None else re.escape(c.casefold()) for c in segment)
        for segment in segments
    ]
    inner = "".join(f"(?>.*?{segment})" for segment in rest[:-1])
    last = f".*{rest[-1]}" if rest else ""
    expression = re.compile(first + inner + last, re.DOTALL)
    return lambda text: expression.fullmatch(text) is not None
