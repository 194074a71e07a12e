"""All that is held on one person, for the person who asks what we know."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from activities.models import Consultant, Contact
from indicators.models import Tick
from requisitions.models import Party, Requisition


def held_on(person: Contact | Consultant) -> dict[str, Any]:
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
