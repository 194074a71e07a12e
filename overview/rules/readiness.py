"""What is missing before a programme can be adopted, each with where it is mended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing or looks wrong; what ``blocks`` keeps it from being adopted."""

    about: str
    text: str
    address: str
    blocks: bool = False
