"""The references of a programme's parts: short words that stand in addresses and exported data."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import slugify

DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
REF_LENGTH = 40


def short_reference(text: str) -> str:
    """«Hærværk til Netværk» → haervaerk-til-netvaerk: stands in addresses and data."""
    words = slugify(text.lower().translate(DANISH_LETTERS))
    if len(words) > REF_LENGTH:
        words = words[: REF_LENGTH + 1].rpartition("-")[0] or words[:REF_LENGTH]
    return words


def free_reference(text: str, taken: Collection[str]) -> str:
    """One made of the words that nothing else has: the second is «unge-2»."""
    wanted = short_reference(text) or "x"
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
