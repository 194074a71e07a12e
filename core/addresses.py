"""What an address may hold beside numbers and slugs."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls.converters import StringConverter


def one_of(words: Iterable[str]) -> type[StringConverter]:
    """For ``register_converter``: takes exactly these words, as they are."""

    class OneOf(StringConverter):
        regex = "|".join(words)

    return OneOf
