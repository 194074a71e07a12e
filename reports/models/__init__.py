"""Status reports, the files of issued ones, the committee's decisions and its questions."""

from reports.models.choices import Content, FileKind, ReportState, SectionState
from reports.models.questions import Question
from reports.models.reports import Decision, ReportFile, StatusReport
from reports.models.sections import Citation, Section, SectionPicture, SectionRead

__all__ = [
    "Citation",
    "Content",
    "Decision",
    "FileKind",
    "Question",
    "ReportFile",
    "ReportState",
    "Section",
    "SectionPicture",
    "SectionRead",
    "SectionState",
    "StatusReport",
]
