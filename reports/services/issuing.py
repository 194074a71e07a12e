"""Issuing a report: everything that it shows is frozen, and nothing changes it afterwards.

Its files are written and on the disk first. Then one transaction writes their rows and turns the
state: whatever is killed on the way leaves a whole issued report, or the one in review.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core.clock import now
from core.plausibility import Question, check_confirmed
from core.records import lock, save_changes
from core.versions import atomic_change, version_of
from reports.models import FileKind, ReportFile, ReportState
from reports.queries.reports import material_of, picture_bytes
from reports.rules.assembling import Material, document_of
from reports.rules.formats import Format
from reports.rules.gaps import Gap, gaps_of
from reports.rules.issued import IssuedReport, freeze
from reports.rules.standings import standings_of
from reports.services.drafts import check_may_issue, check_not_issued

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import StatusReport

# Somebody logs while the figures are read: they are read again, so that all are of one moment.
TRIES = 5


def as_of_now(material: Material) -> IssuedReport:
    """The report as it would be issued now."""
    return IssuedReport(
        document=document_of(material),
        standings=standings_of(material.facts.criteria.values()),
    )


def issue(
    *,
    by: User,
    report: StatusReport,
    formats: Mapping[str, Format],
    confirmed: Container[str] = (),
) -> StatusReport:
    """Freeze a report in review. NeedsConfirmation while it has gaps; pressed again, nothing more.

    Rendering takes seconds, so that it is done before anything is locked.
    """
    check_may_issue(by)
    report.refresh_from_db()
    if report.is_issued:
        return report
    _check_in_review(report)
    material = _material_of_one_moment(report)
    issued = as_of_now(material)
    check_confirmed(questions_of(gaps_of(material, issued.document)), confirmed)
    files: list[ReportFile] = []
    try:
        for file in _files(issued, material, formats):
            files.append(_stored(file, report, by))
        is_ours = _turn(by, report, material, issued, files)
    except BaseException:
        _remove(files)
        raise
    if not is_ours:
        _remove(files)
    return report


def _remove(files: Iterable[ReportFile]) -> None:
    for file in files:
        with suppress(OSError):
            file.file.storage.delete(str(file.file.name))


def questions_of(gaps: Sequence[Gap]) -> list[Question]:
    """One question for all the gaps, which is another one as soon as they are others."""
    if not gaps:
        return []
    listed = hashlib.sha256("\n".join(gap.key for gap in gaps).encode()).hexdigest()[:12]
    text = _("The report has %s gaps, which are listed below. Issue it anyway?") % len(gaps)
    return [Question(f"gaps-{listed}", "confirmed", text)]


def _check_in_review(report: StatusReport) -> None:
    check_not_issued(report)
    if report.state != ReportState.IN_REVIEW:
        raise ValidationError(_("Only a report in review is issued: send it to review first."))


def _material_of_one_moment(report: StatusReport) -> Material:
    for _try in range(TRIES):
        before = version_of(report.program_id)
        material = material_of(report)
        if version_of(report.program_id) == before:
            return material
    raise ValidationError(_("Others are changing the figures right now. Try again in a moment."))


@dataclass(frozen=True, slots=True)
class _File:
    kind: FileKind
    content_type: str
    content: bytes


def _files(
    issued: IssuedReport, material: Material, formats: Mapping[str, Format]
) -> Iterator[_File]:
    pictures = picture_bytes(material.sections)
    yield _File(FileKind.FROZEN, "application/json", freeze(issued))
    for kind, found in formats.items():
        content = found.render(issued.document, pictures)
        yield _File(FileKind(kind), found.content_type, content)
    types = {p.sha256: p.content_type for shown in material.pictures.values() for p in shown}
    for sha256, content_type in types.items():
        yield _File(FileKind.PICTURE, content_type, pictures[sha256])


def _stored(file: _File, report: StatusReport, by: User) -> ReportFile:
    """The file on the disk for good, and its row, which is not saved yet."""
    row = ReportFile(
        report=report,
        kind=file.kind,
        name=f"report.{file.kind}",
        content_type=file.content_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        uploaded_by=by,
    )
    row.file.save(row.name, ContentFile(file.content), save=False)
    _write_through(row.file.path)
    return row


def _write_through(path: str) -> None:
    """Until here the operating system may still hold it in memory alone."""
    for place, how in ((path, os.O_RDWR), (os.path.dirname(path), os.O_RDONLY)):
        descriptor = os.open(place, how)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@atomic_change()
def _turn(
    by: User,
    report: StatusReport,
    material: Material,
    issued: IssuedReport,
    files: Sequence[ReportFile],
) -> bool:
    """The rows of the files and the new state, together or not at all; whether it was not issued
    by somebody else meanwhile.
    """
    lock(report)
    if report.is_issued:
        return False
    _check_in_review(report)
    # It may have been taken back, written on and sent to review again meanwhile.
    written = replace(material_of(report, material.facts), previous=material.previous)
    if document_of(written) != issued.document:
        raise ValidationError(_("The report was changed meanwhile: look at it, and issue it then."))
    ReportFile.objects.bulk_create(files)
    turned = {"state": ReportState.ISSUED, "issued_at": now(), "issued_by": by}
    return save_changes(report, turned, by=by)
