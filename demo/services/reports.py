"""The demo's status reports: written as people would, through the same services, from files."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from activities.models import LogEntry
from core.plausibility import EVERYTHING
from core.records import update_with_history
from core.versions import atomic_change
from programs.models import Program
from reports.exports.formats import FORMATS
from reports.models import Content, Section, StatusReport
from reports.services.arranging import add_section, cut_section
from reports.services.issuing import issue
from reports.services.starting import STEP, ReportInput, start_report
from reports.services.workflow import send_to_review
from reports.services.writing import Press, write_section

if TYPE_CHECKING:
    from accounts.models import User

ARRANGED = ("position", "level", "title")


def add_report(file: Path, *, by: User) -> StatusReport | None:
    """The report that the file tells of; None where its programme has reports already."""
    content = json.loads(file.read_text())
    program = Program.objects.get(slug=content["program"])
    if program.reports.exists():
        return None
    report = _started(by, program, content)
    if content.get("issued"):
        send_to_review(by=by, report=report)
        # Its gaps are those of the paper of 2007: what was not counted then is told as such.
        issue(by=by, report=report, formats=FORMATS, confirmed=EVERYTHING)
    return report


@atomic_change()
def _started(by: User, program: Program, content: Mapping[str, Any]) -> StatusReport:
    report = start_report(by=by, program=program, given=_input(content))
    if wanted := content.get("sections"):
        sections = _arranged(by, report, wanted)
        entries = _entries_by_name(program, content["cites"])
        for section, given in zip(sections, wanted, strict=True):
            text = _with_entries(given.get("text", ""), entries)
            write_section(by=by, section=section, text=text, press=Press("approve"))
    return report


def _input(content: Mapping[str, Any]) -> ReportInput:
    start, end = map(datetime.date.fromisoformat, content["period"])
    return ReportInput(
        title=content["title"],
        period_start=start,
        period_end=end,
        cut_off=datetime.date.fromisoformat(content["cut_off"]),
        dated=datetime.date.fromisoformat(content["dated"]),
        case_number=content["case_number"],
        document_number=content["document_number"],
        addressee=content["addressee"],
    )


def _arranged(by: User, report: StatusReport, wanted: list[Mapping[str, Any]]) -> list[Section]:
    """The report's sections as the file cuts them; those that it does not name are left out."""
    there = {_name_of(section): section for section in report.sections.select_related("criterion")}
    found = []
    for given in wanted:
        name = _name_in(given)
        if name in there:
            found.append(there.pop(name))
        else:
            title = given["title"]
            found.append(add_section(by=by, report=report, title=title, level=1, after=None))
    for place, (section, given) in enumerate(zip(found, wanted, strict=True), start=1):
        section.position = STEP * place
        section.level = given.get("level", section.level)
        section.title = given.get("title", section.title)
    update_with_history(found, ARRANGED, by=by)
    for section in there.values():
        cut_section(by=by, section=section)
    return found


def _name_of(section: Section) -> tuple[str, object]:
    if section.criterion:
        return "criterion", section.criterion.ref
    if section.content == Content.MAIN_AREA and section.main_area:
        return "main_area", section.main_area.number
    return "content", section.content if section.content != Content.TEXT else section.title


def _name_in(given: Mapping[str, Any]) -> tuple[str, object]:
    names = ("criterion", "main_area", "content")
    return next(((name, given[name]) for name in names if name in given), ("content", ""))


def _entries_by_name(program: Program, cites: Mapping[str, str]) -> dict[str, int]:
    """What the texts call a log entry, with its primary key: the first of an activity."""
    entries = LogEntry.objects.of_program(program).order_by("on", "pk")
    first = {
        entry.activity.title: entry.pk for entry in reversed(entries.select_related("activity"))
    }
    return {name: first[activity] for name, activity in cites.items()}


def _with_entries(text: str, entries: Mapping[str, int]) -> str:
    for name, pk in entries.items():
        text = text.replace(f"[[{name}.", f"[[entry-{pk}.")
    return text
