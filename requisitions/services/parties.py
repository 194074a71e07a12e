"""Who is in a case: those who ask, those who take part in the work, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.meanwhile import merge_into
from core.records import delete_with_history, lock, save_changes, save_with_history
from core.search import mark_searched
from core.versions import atomic_change
from directory.models import Contact, Organisation
from directory.services.merging import Merge
from directory.services.organisations import add_contact, create_organisation
from requisitions.models import Party, Requisition
from requisitions.models.choices import PartyRole
from requisitions.services.cases import lock_case, proposal_of
from requisitions.services.documentation import move_documentation

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class UnlistedOrganisation:
    """An organisation that the directory does not have yet."""

    kind: str
    name: str


def ensure_listed(by: User, organisation: Organisation | UnlistedOrganisation) -> Organisation:
    """The organisation, added to the directory where it is new."""
    if isinstance(organisation, UnlistedOrganisation):
        return create_organisation(by=by, kind=organisation.kind, name=organisation.name)
    return organisation


@atomic_change()
def add_party(
    *,
    by: User,
    case: Requisition,
    organisation: Organisation | UnlistedOrganisation,
    role: str = PartyRole.REQUESTER,
) -> Party:
    """An organisation once a case; one that is new is added to the directory.

    The scope follows what the requesters suggest, unless somebody has said why it does not.
    """
    lock_case(by, case)
    organisation = ensure_listed(by, organisation)
    if case.parties.filter(organisation=organisation).exists():
        raise ValidationError(_("It is in the case already."))
    party = Party(requisition=case, organisation=organisation, role=role)
    save_with_history(party, by=by)
    if role == PartyRole.REQUESTER:
        case.requester_unknown = False
    _follow_proposal(case, by=by)
    return party


@atomic_change()
def remove_party(*, by: User, party: Party, reason: str) -> Requisition:
    """The organisation stays in the directory; that it was in the case stays in the history."""
    case = party.requisition
    lock_case(by, case)
    delete_with_history(party, by=by, reason=reason)
    mark_searched(Requisition, case.pk)
    _follow_proposal(case, by=by, reason=reason)
    return case


@atomic_change()
def set_unknown(*, by: User, case: Requisition, unknown: bool) -> Requisition:
    """That nobody knows who asked is an answer too, until a requester is found."""
    lock_case(by, case)
    if unknown and case.parties.filter(role=PartyRole.REQUESTER).exists():
        raise ValidationError(_("The case has a requester: remove it first."))
    save_changes(case, {"requester_unknown": unknown}, by=by)
    return case


@atomic_change()
def choose_contact(
    *, by: User, party: Party, contact: Contact | None, opened_with: str = ""
) -> Party:
    """One of the organisation's own contacts, or nobody.

    With a form's ``opened_with`` ChangedMeanwhile where somebody else has chosen another.
    """
    if not by.may(May.SEE_PEOPLE):
        raise PermissionDenied
    lock_case(by, party.requisition)
    if contact and contact.organisation_id != party.organisation_id:
        raise ValidationError(_("Choose one of the organisation's own contacts."))
    lock(party)
    save_changes(party, merge_into(party, opened_with, {"contact": contact}), by=by)
    return party


@atomic_change()
def add_contact_to(*, by: User, party: Party, opened_with: str = "", **details: object) -> Party:
    """Somebody new at the organisation, who is the case's contact from now on."""
    contact = add_contact(by=by, organisation=party.organisation, **details)
    return choose_contact(by=by, party=party, contact=contact, opened_with=opened_with)


def _follow_proposal(case: Requisition, *, by: User, reason: str = "") -> None:
    """Unless somebody has said why it is counted otherwise, the requesters decide."""
    if not case.scope_reason:
        # Without a requester nothing is suggested, and what was said stands.
        case.scope = proposal_of(case) or case.scope
    stored = Requisition.objects.values_list("scope", "requester_unknown").get(pk=case.pk)
    if stored != (case.scope, case.requester_unknown):
        save_with_history(case, by=by, reason=reason)


def move_parties(work: Merge) -> None:
    """Move the parties of cases when two organisations are merged."""
    for party in Party.objects.filter(organisation=work.duplicate):
        there = Party.objects.filter(
            requisition=party.requisition_id, organisation=work.kept_organisation
        ).first()
        if there is None:
            party.organisation = work.kept_organisation
            save_with_history(party, by=work.by, reason=work.reason)
            continue
        if PartyRole.REQUESTER in (party.role, there.role):
            there.role = PartyRole.REQUESTER
        there.contact = there.contact or party.contact
        save_with_history(there, by=work.by, reason=work.reason)
        delete_with_history(party, by=work.by, reason=work.reason)
        mark_searched(Requisition, party.requisition_id)
    for gone, kept in work.joined.items():
        cases = Requisition.objects.filter(participants=gone).order_by("pk")
        # Held, so that a text somebody saves this moment is not written over.
        for case in cases.select_for_update(of=("self",)):
            move_documentation(case, by=work.by, gone=gone, kept=kept, reason=work.reason)
