"""The register as data: one row behind the page, the spreadsheet and «Min side»."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.spreadsheets import Column, ColumnKind, Value
from requisitions.rules.register import CaseRow


def columns() -> list[Column]:
    headings: Sequence[tuple[str, ColumnKind]] = (
        (_("Programme"), "text"),
        (_("Id"), "text"),
        (_("Received on"), "date"),
        (_("Received by"), "text"),
        (_("Subject"), "text"),
        (_("Who asked"), "text"),
        (_("Partners"), "text"),
        (_("Internal or external"), "text"),
        (_("Main area"), "text"),
        (_("Place"), "text"),
        (_("Responsible"), "text"),
        (_("State"), "text"),
        (_("Since"), "date"),
        (_("Days open"), "number"),
        (_("Days to completion"), "number"),
        (_("What is asked"), "text"),
        (_("What was done"), "text"),
        (_("Lacks"), "text"),
    )
    return [Column(heading, kind) for heading, kind in headings]


def cells(row: CaseRow) -> Sequence[Value]:
    """In the order of ``columns``. No contacts: the register is read by all."""
    case, activity = row.case, row.case.activity
    return (
        row.program.slug,
        activity.ref,
        case.received_on,
        case.get_channel_display(),
        activity.title,
        row.asked_by,
        ", ".join(row.partners),
        row.scope_label,
        str(activity.main_area),
        str(activity.place or ""),
        row.responsible,
        row.state_label,
        row.facts.state_on,
        row.age,
        row.turnaround,
        case.asked,
        case.done,
        ", ".join(str(lack.label) for lack in row.lacks),
    )
