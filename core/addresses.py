"""URL converters for fixed words, and the URLs of many rows at once."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.urls.converters import StringConverter


def word_converter(words: Iterable[str]) -> type[StringConverter]:
    """A URL converter that accepts exactly these words."""

    class OneOf(StringConverter):
        regex = "|".join(words)

    return OneOf


def addresses_of(name: str) -> Callable[[int], str]:
    """The address of each row's page by its primary key, which is the last number in it.

    It is looked up once: for each of some hundred rows that took as long as the row's texts.
    """
    before, _zero, after = reverse(name, args=[0]).rpartition("0")
    return lambda pk: f"{before}{pk}{after}"
