"""The personal data kept about one person, as data and as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import format_date_short, local_date, parse_date
from directory.models import Consultant, Contact
from indicators.models import Tick
from indicators.models.choices import Answer
from requisitions.models import Party, Requisition
from requisitions.models.choices import PartyRole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the data's keys are called by those who read it.
SECTIONS: Mapping[str, StrOrPromise] = {
    "person": _("What is known now"),
    "participations": _("Took part in"),
    "answers": _("Ticked, or asked later"),
    "requisitions": _("Requisitions"),
    "versions": _("As it was written down and changed"),
}
COLUMNS: Mapping[str, StrOrPromise] = {
    "name": _("Name"),
    "role": _("Role"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "keep_until": _("Keep until"),
    "organisation": _("Organisation"),
    "workplace": _("Workplace or association"),
    "subject": _("Subject"),
    "received_on": _("Received on"),
    "activity": _("Activity"),
    "criterion": _("Criterion"),
    "on": _("Date"),
    "answer": _("Answer"),
    "joined_on": _("Takes part from"),
    "left_on": _("Left"),
    "completed_on": _("Completed"),
    "recorded_by": _("Recorded by"),
    "retracted": pgettext_lazy("a record", "Taken back"),
    "changed_at": _("When"),
    "changed_by": _("By whom"),
    "reason": _("Reason"),
}
WORDS: Mapping[str, StrOrPromise] = {**dict(Answer.choices), **dict(PartyRole.choices)}


@dataclass(frozen=True, slots=True)
class PersonDataSection:
    """A table of personal data: its headings, and a row for each record."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def person_data_of(person: Contact | Consultant) -> dict[str, Any]:
    """The person's own row, every version of it, and whatever points at it. Dates are ISO."""
    shown = _of_contact(person) if isinstance(person, Contact) else _of_consultant(person)
    return {
        "person": _fields(person),
        **shown,
        "versions": [
            {
                **_fields(version),
                "changed_at": version.history_date.isoformat(),
                "changed_by": str(version.history_user or ""),
                "reason": version.history_change_reason or "",
            }
            for version in person.history.select_related("history_user")
        ],
    }


def person_data_sections(held: Mapping[str, Any]) -> Iterator[PersonDataSection]:
    """What ``held_on`` found, in Danish words and dates; what there is nothing of is left out."""
    for key, title in SECTIONS.items():
        found = held.get(key) or []
        records = [found] if isinstance(found, dict) else found
        columns = [name for name in COLUMNS if any(name in record for record in records)]
        if records:
            yield PersonDataSection(
                title=str(title),
                heads=[str(COLUMNS[name]) for name in columns],
                rows=[[_text(record.get(name)) for name in columns] for record in records],
            )


def _text(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if not value:
        return "–"
    day = parse_date(value) or _moment(value)
    return format_date_short(day) if day else str(WORDS.get(value, value))


def _moment(value: str) -> Any:
    try:
        return local_date(datetime.fromisoformat(value))
    except ValueError:
        return None


def _fields(row: Any) -> dict[str, str]:
    names = ("name", "role", "phone", "email", "keep_until")
    found = {name: str(getattr(row, name)) for name in names if hasattr(row, name)}
    for tie in ("organisation", "workplace"):
        if getattr(row, tie, None):
            found[tie] = str(getattr(row, tie))
    return found


def _of_contact(contact: Contact) -> dict[str, Any]:
    cases = Party.objects.filter(contact=contact).select_related("requisition__activity")
    return {
        "requisitions": [
            {
                "subject": str(party.requisition),
                "received_on": _iso(party.requisition.received_on),
                "role": party.role,
                "organisation": str(party.organisation),
            }
            for party in cases.select_related("requisition__activity", "organisation")
        ]
    }


def _of_consultant(consultant: Consultant) -> dict[str, Any]:
    lines = consultant.participations.select_related("activity", "recorded_by")
    ticks = Tick.objects.filter(participant__consultant=consultant)
    cases = Requisition.objects.filter(participants__consultant=consultant).distinct()
    return {
        "participations": [
            {
                "activity": str(line.activity),
                "joined_on": _iso(line.joined_on),
                "left_on": _iso(line.left_on),
                "completed_on": _iso(line.completed_on),
                "recorded_by": str(line.recorded_by or ""),
                "retracted": line.is_retracted,
            }
            for line in lines
        ],
        "answers": [
            {
                "criterion": tick.criterion.wording,
                "on": _iso(tick.on),
                "answer": tick.answer,
                "recorded_by": str(tick.recorded_by or ""),
                "retracted": tick.is_retracted,
            }
            for tick in ticks.select_related("criterion", "recorded_by")
        ],
        "requisitions": [
            {
                "subject": str(case),
                "received_on": _iso(case.received_on),
                "retracted": case.is_retracted,
            }
            for case in cases.select_related("activity").order_by("pk")
        ],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def person_or_404(kind: str, pk: int) -> Contact | Consultant:
    """The person at an address; its kind is one that the address knows."""
    if kind == "contact":
        return get_object_or_404(Contact, pk=pk)
    return get_object_or_404(Consultant, pk=pk)
