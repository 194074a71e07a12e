"""The files of issued reports, which are handed out only as they were issued."""

from __future__ import annotations

import hashlib

from reports.models import FileKind, ReportFile, StatusReport
from reports.rules.issued import IssuedReport, thaw


class Tampered(Exception):
    """A file of an issued report is gone, or is not what was issued."""

    def __init__(self, file: ReportFile) -> None:
        self.file = file
        super().__init__(f"report file {file.key} of report {file.report_id}")


def read_file(file: ReportFile) -> bytes:
    """What was issued, and nothing else: Tampered where the checksum says otherwise."""
    try:
        with file.file.open("rb") as opened:
            content = opened.read()
    except OSError as error:
        raise Tampered(file) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Tampered(file)
    return content


def issued_report(report: StatusReport) -> IssuedReport:
    """What was frozen of an issued report."""
    return thaw(read_file(report.files.get(kind=FileKind.FROZEN)))
