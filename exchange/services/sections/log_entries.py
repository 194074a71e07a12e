"""What happened on a day, with its hours; it may document cases besides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from activities.models import Attachment, LogEntry, TimeEntry
from core.hours import in_minutes, sum_hours
from exchange.rules.doubts import Confirmed, unconfirmed
from exchange.rules.faults import FileFault
from exchange.rules.shapes import SubjectRow
from exchange.rules.values import Bool, DayHours, Filled, HeadCount
from exchange.services.drafts import Draft
from exchange.services.saving import create, tie
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.requisitions import NewCase
from indicators.rules.plausibility import Doubt
from programs.models import Program
from requisitions.models import Requisition
from requisitions.services.documentation import may_document

REFERS_TO_SUBJECT = {
    "activity": "activities",
    "requisition": "requisitions",
    "main_area": "main_areas",
}


class LogEntryRow(SubjectRow):
    ref: Filled
    text: Filled
    hours: DayHours | None = None
    attendance: HeadCount | None = None
    approximate: Bool = False
    confirmed: Confirmed = ""
    by: Filled | None = None


@dataclass
class NewEntry:
    """A log entry with its hours, at most one row, and the cases that it documents."""

    entry: LogEntry
    hours: list[TimeEntry] = field(default_factory=list)
    cases: list[NewCase] = field(default_factory=list)


def make(draft: Draft, rows: Rows) -> Made:
    documented: dict[str, list[NewCase]] = {}
    for case in draft.by_name["requisitions"].values():
        for ref in case.shown_by:
            documented.setdefault(ref, []).append(case)
    for row in rows:
        draft.refuse_too_early(row.on, row.at)
        draft.faults += _doubts(draft, row)
        subject, by = subject_of(draft, row), draft.by_whom(row, row.on)
        entry = draft.row(SECTION, row, **subject, **by)
        new = NewEntry(entry, cases=documented.get(row.ref, []))
        if row.hours is not None:
            new.hours.append(_hours(draft, row, row.hours, entry))
        for case in new.cases:
            if not may_document(entry, case.requisition):
                message = "lists an entry of the case itself, which shows it already"
                draft.refuse((*case.at, "log_entries"), message)
        yield row.ref, new


def _doubts(draft: Draft, row: LogEntryRow) -> Iterator[FileFault]:
    """What a form would ask about, and the row does not say that it is confirmed."""
    if draft.has_head and row.on > draft.program.ends_on:
        yield from unconfirmed(row, "on", Doubt.AFTER_END, "is after the programme ends")


def subject_of(draft: Draft, row: SubjectRow) -> dict[str, Any]:
    """Work on a case is logged at the activity that the case owns."""
    case = draft.get("requisitions", row.requisition)
    return {
        "activity": case.activity if case else draft.get("activities", row.activity),
        "main_area": draft.get("main_areas", row.main_area),
    }


def _hours(draft: Draft, row: LogEntryRow, amount: Decimal, entry: LogEntry) -> TimeEntry:
    if row.by is None:
        draft.refuse((*row.at, "hours"), "are somebody's: say whose with «by»")
    hours = TimeEntry(
        log_entry=entry,
        activity=entry.activity,
        main_area=entry.main_area,
        person=draft.get("users", row.by),
        on=row.on,
        minutes=in_minutes(amount),
    )
    draft.counts["hours"] += 1
    add_to_day(draft, row, row.by, amount)
    return hours


def add_to_day(draft: Draft, row: SubjectRow, by: str | None, hours: Decimal) -> None:
    """Whether anybody's day becomes too long is told when all hours of the file are known."""
    before, _at = draft.days.get((by or "", row.on), (Decimal(0), ()))
    draft.days[by or "", row.on] = sum_hours([before, hours]), row.at


def save(records: Sequence[NewEntry]) -> None:
    create(record.entry for record in records)
    create(hours for record in records for hours in record.hours)
    tie(
        Requisition.log_entries,
        ((case.requisition, record.entry) for record in records for case in record.cases),
    )


def is_touched(program: Program) -> bool:
    entries = LogEntry.objects.of_program(program)
    return Attachment.objects.filter(log_entry__in=entries).exists()


SECTION = Section(
    key="log_entries",
    shape=LogEntryRow,
    word="log entry",
    refers={**REFERS_TO_SUBJECT, "by": "users"},
    model=LogEntry,
    keys={"log_entry_rough_attendance_is_given": "approximate"},
    make=make,
    save=save,
    # There are many: others need no more of one than its key.
    kept=lambda record: record.entry.pk,
    counted=("log entries", "hours"),
    hangs_on={"activity": "activities", "main_area": "main_areas"},
    touched=is_touched,
)
