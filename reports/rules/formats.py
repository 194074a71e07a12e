"""A format in which a document is handed out; ``exports`` holds them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.rules.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """``render`` is given the pictures of the document by the SHA-256 of their bytes."""

    content_type: str
    render: Callable[[Document, Mapping[str, bytes]], bytes]
