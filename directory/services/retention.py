"""Removal of persons from tables and history; counts stay as they were."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from core.clock import now
from core.search import mark_searched
from core.versions import atomic_change, mark_changed
from directory.models import Consultant, Contact

# So many days before somebody is removed, the list of people says so.
SOON = datetime.timedelta(days=60)


def is_removed_soon(keep_until: datetime.date, day: datetime.date) -> bool:
    """Whether the person is removed within the next two months."""
    return keep_until < day + SOON


def is_expired(keep_until: datetime.date, day: datetime.date) -> bool:
    """Whether the next run of the command removes the person."""
    return keep_until < day


@dataclass(frozen=True)
class ExpiredPersons:
    """Those who were to be kept no longer than until the day before."""

    contacts: QuerySet[Contact]
    consultants: QuerySet[Consultant]


def expired(day: datetime.date) -> ExpiredPersons:
    return ExpiredPersons(
        contacts=Contact.objects.filter(keep_until__lt=day),
        consultants=Consultant.objects.filter(keep_until__lt=day, removed_at__isnull=True),
    )


@atomic_change()
def remove_expired(day: datetime.date) -> tuple[int, int]:
    """Remove everybody whose time is up; how many contacts and consultants that were."""
    found = expired(day)
    contacts = [remove_contact(contact) for contact in found.contacts]
    consultants = [remove_consultant(consultant) for consultant in found.consultants]
    return len(contacts), len(consultants)


@atomic_change()
def remove_contact(contact: Contact) -> None:
    """The row and every version of it. Cases that name the contact stay, without a contact."""
    pk = contact.pk
    contact.delete()
    # Last: deleting the row has just written a version of its own.
    Contact.history.filter(id=pk).delete()
    mark_searched(Contact, pk)
    mark_changed(contact)


@atomic_change()
def remove_consultant(consultant: Consultant) -> None:
    """Empty the row and every version of it; the rosters keep their nameless participant."""
    nobody = {"name": "", "email": "", "phone": ""}
    rows: Sequence[QuerySet] = (
        Consultant.objects.filter(pk=consultant.pk),
        Consultant.history.filter(id=consultant.pk),
    )
    for versions in rows:
        versions.update(**nobody, workplace=None, removed_at=now())
    consultant.refresh_from_db()
    mark_changed(consultant)
