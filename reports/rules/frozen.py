"""A document as JSON and back, without loss: what an issued report is kept and handed out as."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from reports.rules.document import Document

# Raised when a document that was kept can no longer be read as it stands.
FORMAT = 1
_DOCUMENT = TypeAdapter(Document)
_KEPT = TypeAdapter(dict[str, Any])


def as_data(document: Document) -> dict[str, Any]:
    """Dictionaries, lists, texts and numbers, by the names of the dataclasses' fields."""
    return _DOCUMENT.dump_python(document, mode="json")


def freeze(document: Document) -> bytes:
    return _KEPT.dump_json({"format": FORMAT, **as_data(document)}, indent=1)


def thaw(kept: bytes) -> Document:
    """Raise a ValueError for what is no document of this format."""
    data = _KEPT.validate_json(kept)
    if data.pop("format", None) != FORMAT:
        raise ValueError(f"not a document of format {FORMAT}")
    return _DOCUMENT.validate_python(data)
