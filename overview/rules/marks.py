"""Marks what was found in a text, and cuts a long text around it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.names import places_in

BEFORE, LENGTH = 60, 160  # letters of an excerpt: before the first find, and of it all


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the places of what was found in it."""

    text: str
    places: Sequence[tuple[int, int]] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def html(self) -> SafeString:
        starts = [0, *(until for _start, until in self.places)]
        pieces = [
            (self.text[end:start], self.text[start:until])
            for end, (start, until) in zip(starts, self.places, strict=False)
        ]
        before = format_html_join("", "{}<mark>{}</mark>", pieces)
        return format_html("{}{}", before, self.text[starts[-1] :])


def marked(text: str, words: Iterable[str]) -> Marked:
    composed = unicodedata.normalize("NFC", text)
    return Marked(composed, places_in(composed, words))


def excerpt(texts: Sequence[str], words: Sequence[str]) -> Marked:
    """Around the first find, of the first text that has one; empty where none has."""
    for text in texts:
        whole = marked(text, words)
        if whole.places:
            start = max(0, whole.places[0][0] - BEFORE)
            cut = whole.text[start : start + LENGTH]
            before, after = "…" * (start > 0), "…" * (start + LENGTH < len(whole.text))
            return marked(f"{before}{cut}{after}", words)
    return Marked("")
