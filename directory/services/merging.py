"""Merging two organisations into one, with everything that links to them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from core.names import class_key
from core.records import check_date, delete_with_history, retract_record, save_with_history
from core.registry import Registry
from core.versions import atomic_change
from directory.models import Organisation, OrganisationName, Participant
from directory.services.organisations import check_may_keep_registers

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Merge:
    """``joined`` leads from each line of a roster that was taken off to the one it became."""

    by: User
    duplicate: Organisation
    kept_organisation: Organisation
    reason: str
    joined: dict[Participant, Participant] = field(default_factory=dict)


# Each is called in the same transaction, after the rosters have been joined, and leaves nothing
# that points at the duplicate or at a line taken off.
merge_handlers: Registry[Callable[[Merge], None]] = Registry(
    "merge_handlers", "Move your links to the organisation that is kept."
)

# What stays with the duplicate, to lead on to the kept organisation.
LINKS_LEFT_BEHIND = {"merged_from", "former_names"}


def links_of(organisation: Organisation) -> list[tuple[str, int]]:
    """What links to it, in any app: «participants», 12. One query for each kind of link."""
    found = []
    for relation in organisation._meta.related_objects:
        if relation.get_accessor_name() in LINKS_LEFT_BEHIND:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: organisation})
        words, count = relation.related_model._meta, rows.count()
        if count:
            label = words.verbose_name if count == 1 else words.verbose_name_plural
            found.append((str(label), count))
    return found


def check_merge(duplicate: Organisation, kept_organisation: Organisation) -> None:
    """Raise a ValidationError where the two cannot become one."""
    if duplicate == kept_organisation:
        raise ValidationError(_("Choose another organisation than the one you came from."))
    if duplicate.merged_into_id or kept_organisation.merged_into_id:
        raise ValidationError(_("One of the two has been merged already: open it anew."))
    if duplicate.kind != kept_organisation.kind:
        message = _("Only two of the same kind can be merged: correct the kind of one of them.")
        raise ValidationError(message)


@atomic_change()
def merge(
    *,
    by: User,
    duplicate: Organisation,
    kept_organisation: Organisation,
    reason: str,
    name_until: datetime.date | None = None,
) -> Organisation:
    """Merge one organisation into another; its row stays and leads to the one kept.

    The kept organisation is found by the duplicate's name too. With ``name_until`` it was its name
    until that day; without, it is only what somebody called it.
    """
    check_may_keep_registers(by)
    check_date(name_until, "name_until")
    # Always in the same order, so that two merges at once wait for each other.
    locked = Organisation.objects.select_for_update().order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in=[duplicate.pk, kept_organisation.pk])}
    work = Merge(
        by=by,
        duplicate=rows[duplicate.pk],
        kept_organisation=rows[kept_organisation.pk],
        reason=reason,
    )
    check_merge(work.duplicate, work.kept_organisation)
    _move_names(work, name_until)
    _move_schooling(work)
    _move_rosters(work, "organisation", work.duplicate, work.kept_organisation)
    for contact in work.duplicate.contacts.all():
        _move_link(work, contact, "organisation")
    for consultant in work.duplicate.consultants.all():
        _move_link(work, consultant, "workplace")
    for follow in merge_handlers:
        follow(work)
    _move_link(work, work.duplicate, "merged_into")
    left = links_of(work.duplicate)
    if left:
        raise ImproperlyConfigured(f"a room has not moved its links: {left}")
    return work.kept_organisation


def _move_link(work: Merge, row: models.Model, name: str) -> None:
    setattr(row, name, work.kept_organisation)
    save_with_history(row, by=work.by, reason=work.reason)


def _move_names(work: Merge, name_until: datetime.date | None) -> None:
    """Dated names of the past move, unless the kept organisation had another until the same day."""
    taken = set(work.kept_organisation.former_names.values_list("until", flat=True))
    if name_until in taken:
        message = _("It had another name until that day: choose another day, or none.")
        raise ValidationError({"name_until": message})
    if name_until:
        name = OrganisationName(
            organisation=work.kept_organisation, name=work.duplicate.name, until=name_until
        )
        save_with_history(name, by=work.by, reason=work.reason)
        taken.add(name_until)
    for former in work.duplicate.former_names.exclude(until__in=taken):
        _move_link(work, former, "organisation")
    for earlier in work.duplicate.merged_from.all():
        _move_link(work, earlier, "merged_into")


def _move_schooling(work: Merge) -> None:
    """Of two shares counted on one day the kept organisation's stands."""
    days = set(work.kept_organisation.bilingual_shares.values_list("on", flat=True))
    for share in work.duplicate.bilingual_shares.all():
        if share.on in days:
            delete_with_history(share, by=work.by, reason=work.reason)
        else:
            _move_link(work, share, "school")
    own = {class_key(known.name): known for known in work.kept_organisation.classes.all()}
    for moved in work.duplicate.classes.all():
        same = own.get(class_key(moved.name))
        if same:
            _move_rosters(work, "school_class", moved, same)
            delete_with_history(moved, by=work.by, reason=work.reason)
        else:
            _move_link(work, moved, "school")


def _move_rosters(work: Merge, name: str, gone: models.Model, kept: models.Model) -> None:
    """Lines of rosters change hands; of those whose days meet on one roster, one line remains."""
    lines = Participant.objects.select_for_update()
    standing = list(lines.active().filter(**{name: kept}))
    for line in lines.filter(**{name: gone}):
        met = [] if line.is_retracted else [one for one in standing if _meet(line, one)]
        setattr(line, name, kept)
        if not met:
            save_with_history(line, by=work.by, reason=work.reason)
            standing += [] if line.is_retracted else [line]
            continue
        stays, *others = met
        standing = [one for one in standing if one not in others]
        for other in (line, *others):
            retract_record(other, by=work.by, reason=work.reason)
        for other in (line, *others):
            _join(work, other, stays)


def _meet(line: Participant, other: Participant) -> bool:
    """Whether both take part in one activity on a same day."""
    return (
        line.activity_id == other.activity_id
        and (other.left_on is None or line.joined_on < other.left_on)
        and (line.left_on is None or other.joined_on < line.left_on)
    )


def _join(work: Merge, line: Participant, stays: Participant) -> None:
    """From the first day of either; out when both are; completed when the first was."""
    stays.joined_on = min(stays.joined_on, line.joined_on)
    if stays.left_on:
        stays.left_on = line.left_on and max(stays.left_on, line.left_on)
    completed = [day for day in (stays.completed_on, line.completed_on) if day]
    stays.completed_on = min(completed, default=None)
    save_with_history(stays, by=work.by, reason=work.reason)
    for earlier in [one for one, became in work.joined.items() if became == line]:
        work.joined[earlier] = stays
    work.joined[line] = stays
