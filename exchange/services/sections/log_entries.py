"""What happened on a day, with its hours; it may document cases besides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.models import ActivityKind, Attachment, LogEntry, TimeEntry
from activities.services.log import LogEntryInput
from core.hours import in_minutes, sum_hours
from core.plausibility import QuestionCode
from exchange.rules.confirming import Confirmed, SameFigures, unconfirmed
from exchange.rules.faults import FileFault, shown
from exchange.rules.shapes import SubjectRow
from exchange.rules.values import Bool, DayHours, Filled, HeadCount
from exchange.services.drafts import Draft
from exchange.services.saving import create, tie
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.requisitions import NewCase
from exchange.services.written import Names, codes, in_file
from indicators.models import Criterion
from indicators.rules import sources
from indicators.rules.plausibility import is_after_due, is_ten_times
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
    fed_by, seen = _fed_by(draft), SameFigures()
    for row in rows:
        draft.refuse_too_early(row.on, row.at)
        if row.attendance:
            about = (row.activity, row.requisition, row.main_area)
            draft.faults += seen.unconfirmed(row, "attendance", about)
        subject, by = subject_of(draft, row), draft.by_whom(row, row.on)
        draft.faults += _unconfirmed(draft, row, fed_by.get(id(subject["activity"]), ()))
        entry = draft.row(SECTION, row, **subject, **by)
        new = NewEntry(entry, cases=documented.get(row.ref, []))
        if row.hours is not None:
            new.hours.append(_hours(draft, row, row.hours, entry))
        for case in new.cases:
            if not may_document(entry, case.requisition):
                message = _("lists an entry of the case itself, which shows it already")
                draft.refuse((*case.at, "log_entries"), message)
        yield row.ref, new


def _fed_by(draft: Draft) -> dict[int, list[Criterion]]:
    """The criteria that measure themselves by an activity, by the activity's identity."""
    found: dict[int, list[Criterion]] = {}
    for new in draft.by_name["criteria"].values():
        for activity in new.activities:
            found.setdefault(id(activity), []).append(new.criterion)
    return found


def _unconfirmed(draft: Draft, row: LogEntryRow, fed: Sequence[Criterion]) -> Iterator[FileFault]:
    """What a form would ask about, and the row does not say that it is confirmed."""
    yield from unconfirmed_end(draft, row)
    said = LogEntryInput(row.on, row.text, row.attendance, row.approximate, row.hours)
    adds = sources.readings_from(said)
    for criterion in fed:
        if criterion.source not in adds:
            continue
        name = shown(criterion.ref)
        if criterion.due_on and is_after_due(criterion, row.on):
            message = _("is after the due date of «%s»") % name
            yield from unconfirmed(row, "on", QuestionCode.AFTER_DUE, message)
        if is_ten_times(criterion, adds[criterion.source].value):
            message = _("is ten times the target of «%s» or more") % name
            yield from unconfirmed(row, criterion.source, QuestionCode.TEN_TIMES, message)


def unconfirmed_end(draft: Draft, row: Any) -> Iterator[FileFault]:
    """Of what was done or paid after the programme, which a form would ask about."""
    if draft.has_head and row.on > draft.program.ends_on:
        message = _("is after the programme ends")
        yield from unconfirmed(row, "on", QuestionCode.AFTER_END, message)


def subject_of(draft: Draft, row: SubjectRow) -> dict[str, Any]:
    """Work on a case is logged at the activity that the case owns."""
    case = draft.get("requisitions", row.requisition)
    return {
        "activity": case.activity if case else draft.get("activities", row.activity),
        "main_area": draft.get("main_areas", row.main_area),
    }


def _hours(draft: Draft, row: LogEntryRow, amount: Decimal, entry: LogEntry) -> TimeEntry:
    if row.by is None:
        draft.refuse((*row.at, "hours"), _("are somebody's: say whose with «by»"))
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


def found(program: Program) -> QuerySet[LogEntry]:
    """Without those that were retracted, and those of cases taken out of the register."""
    rows = LogEntry.objects.of_program(program).active()
    rows = rows.exclude(activity__requisition__retracted_at__isnull=False)
    return rows.select_related("activity", "time_entry").order_by("pk")


def more(entry: LogEntry, names: Names) -> dict[str, Any]:
    hours = getattr(entry, "time_entry", None)
    return {
        **subject_in_file(entry, names),
        "hours": hours and in_file(hours.hours),
        "confirmed": codes(entry.confirmed),
    }


def subject_in_file(record: Any, names: Names) -> dict[str, Any]:
    """Of a log entry, or of hours: the work on a case stands at the case."""
    activity = record.activity
    if activity and activity.kind == ActivityKind.CASE:
        return {"activity": None, "requisition": activity.ref}
    return {"activity": names.of("activities", record.activity_id)}


SECTION = Section(
    key="log_entries",
    shape=LogEntryRow,
    word="log entry",
    refers={**REFERS_TO_SUBJECT, "by": "users"},
    model=LogEntry,
    found=found,
    prefix="l",
    more=more,
    keys={"log_entry_rough_attendance_is_given": "approximate"},
    make=make,
    save=save,
    # There are many: others need no more of one than its key.
    kept=lambda record: record.entry.pk,
    counted=("log entries", "hours"),
    hangs_on={"activity": "activities", "main_area": "main_areas"},
    touched=is_touched,
)
