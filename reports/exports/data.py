"""A document as .json: the form in which an issued report is frozen."""

from __future__ import annotations

from collections.abc import Mapping

from reports.rules.document import Document
from reports.rules.frozen import freeze


def render(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Pictures stand in it by their SHA-256."""
    return freeze(document)
