"""The package that goes into the journal: an issued report's files, and what they are, as data."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from reports.models import FileKind
from reports.queries.files import read_file

if TYPE_CHECKING:
    from reports.models import StatusReport

KINDS = (FileKind.PDF, FileKind.WORD, FileKind.SHEETS)


def package_of(report: StatusReport) -> bytes:
    """A .zip of the very files that were issued, with ``metadata.json`` beside them."""
    files = {file.kind: file for file in report.files.filter(kind__in=KINDS)}
    moment = report.issued_at.timetuple()[:6] if report.issued_at else (1980, 1, 1, 0, 0, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, file in files.items():
            archive.writestr(zipfile.ZipInfo(f"report.{kind}", moment), read_file(file))
        content = json.dumps(_metadata(report), ensure_ascii=False, indent=1)
        archive.writestr(zipfile.ZipInfo("metadata.json", moment), content)
    return packed.getvalue()


def _metadata(report: StatusReport) -> dict[str, Any]:
    return {
        "title": report.title,
        "program": report.program.slug,
        "number": report.number,
        "period": [report.period_start.isoformat(), report.period_end.isoformat()],
        "cut_off": report.cut_off.isoformat(),
        "dated": report.dated.isoformat(),
        "case_number": report.case_number,
        "document_number": report.document_number,
        "addressee": report.addressee,
        "replaces": report.replaces.number if report.replaces else None,
        "issued_at": report.issued_at.isoformat() if report.issued_at else None,
        "files": {
            f"report.{file.kind}": {"sha256": file.sha256, "bytes": file.size}
            for file in report.files.filter(kind__in=KINDS)
        },
    }
