"""Status reports with their sections, the files of issued ones, and the committee's decisions."""

from reports.models.choices import Content, FileKind, ReportState, SectionState
from reports.models.reports import Decision, ReportFile, StatusReport
from reports.models.sections import Citation, Section, SectionPicture, SectionRead

__all__ = [
    "Citation",
    "Content",
    "Decision",
    "FileKind",
    "ReportFile",
    "ReportState",
    "Section",
    "SectionPicture",
    "SectionRead",
    "SectionState",
    "StatusReport",
]
