"""A format that a report is handed out in; ``exports`` holds them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.models import FileKind
from reports.rules.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """``render`` is given the document, and its pictures by their SHA-256."""

    kind: FileKind
    content_type: str
    render: Callable[[Document, Mapping[str, bytes]], bytes]
