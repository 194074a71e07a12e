"""The formats that a report is handed out in, by the ending of its address."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reports.models import FileKind
from reports.rules.document import Document
from reports.rules.formats import Format
from reports.rules.frozen import as_data


def as_json(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    return json.dumps(as_data(document), ensure_ascii=False, indent=1).encode()


FORMATS: dict[str, Format] = {
    one.kind.value: one for one in (Format(FileKind.DATA, "application/json", as_json),)
}
