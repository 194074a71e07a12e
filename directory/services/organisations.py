"""The directory of organisations: finding one by its names, and writing them down."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.roles import May
from core.clock import today
from core.dates import months_after
from core.meanwhile import check_unchanged, last_change, merge_into
from core.names import class_key, normalised_name, search_key
from core.plausibility import EVERYTHING, Question, check_confirmed
from core.records import check_date, lock, save_changes, save_with_history
from core.sorting import danish_key
from core.text import clean_line
from core.versions import atomic_change
from directory.models import (
    BilingualShare,
    Consultant,
    Contact,
    Organisation,
    OrganisationKind,
    OrganisationName,
    SchoolClass,
)
from directory.rules.matching import KnownName, NameIndex

if TYPE_CHECKING:
    from accounts.models import User

# How long a private person is kept unless somebody says otherwise.
KEEP_MONTHS = 24
REMOVED = gettext_lazy("The person has been removed: nothing is kept any more.")


# Finding --------------------------------------------------------------------------------------
def names_of_directory() -> NameIndex:
    """Every name: today's, former ones, and those of what was merged into another. Two queries."""
    rows = Organisation.objects.annotate(
        stands_for=Coalesce("merged_into", "pk"), kept_kind=Coalesce("merged_into__kind", "kind")
    ).values_list("pk", "stands_for", "kept_kind", "name")
    stands_for = {pk: (kept, kind) for pk, kept, kind, _name in rows}
    known = [KnownName(kept, kind, name, former=kept != pk) for pk, kept, kind, name in rows]
    former = OrganisationName.objects.values_list("organisation_id", "name")
    known += [KnownName(*stands_for[pk], name, former=True) for pk, name in former]
    return NameIndex(known)


def matches(name: str, kind: str | None = None) -> list[Organisation]:
    """Those of exactly the name, case and spaces aside; several only where their kinds differ."""
    found = Organisation.objects.in_bulk(names_of_directory().exact(name, kind))
    return sorted(found.values(), key=lambda organisation: organisation.kind)


def match(name: str, kind: str | None = None) -> Organisation | None:
    """The one of that name, today's or a former one; None where there is none, or several."""
    found = matches(name, kind)
    return found[0] if len(found) == 1 else None


def alike(name: str) -> list[Organisation]:
    """Those whose name differs in «A/S», in «aa» for «å» or in signs alone: asked, never merged."""
    index = names_of_directory()
    return list(Organisation.objects.filter(pk__in=index.alike(name)))


def candidates(text: str, kind: str | None = None, limit: int = 10) -> list[Organisation]:
    """Those to offer while a name is typed: with its beginning first, then in Danish order."""
    wanted = search_key(text)
    if not wanted:
        return []
    found = Organisation.objects.unmerged().named_like(text)
    if kind:
        found = found.filter(kind=kind)

    def turn(organisation: Organisation) -> tuple:
        begins = search_key(organisation.name).startswith(wanted)
        return not begins, danish_key(organisation.name)

    return sorted(found, key=turn)[:limit]


# Organisations --------------------------------------------------------------------------------
def check_may_keep_registers(user: User) -> None:
    if not user.may(May.KEEP_REGISTERS):
        raise PermissionDenied


def check_may_see_people(user: User) -> None:
    check_may_keep_registers(user)
    if not user.may(May.SEE_PEOPLE):
        raise PermissionDenied


def _check_free(
    name: str, kind: str, *, apart_from: Organisation | None = None, index: NameIndex | None = None
) -> None:
    """Refuse a name under which the directory has another of the kind today."""
    index = index or names_of_directory()
    others = [pk for pk in index.exact(name, kind) if not apart_from or pk != apart_from.pk]
    taken = Organisation.objects.filter(pk__in=others).first()
    if taken and normalised_name(taken.name) == normalised_name(name):
        message = _("The directory has «%(name)s» already: choose it, or give another name.")
        raise ValidationError({"name": message % {"name": taken.name}})


def _check_alike(name: str, confirmed: Container[str]) -> None:
    """Ask once about a name that differs from a known one in next to nothing."""
    text = _("The directory has «%(known)s»: is «%(name)s» another one?")
    check_confirmed(
        [
            Question("alike", "name", text % {"known": known.name, "name": name})
            for known in alike(name)
        ],
        confirmed,
    )


@atomic_change()
def create_organisation(
    *,
    by: User,
    kind: str,
    name: str,
    index: NameIndex | None = None,
    confirmed: Container[str] = EVERYTHING,
) -> Organisation:
    """A new one, once: ValidationError where one of its kind goes by that name today, unless the
    same person wrote it down.

    ``index`` is the directory's names, from those who write many at once and have asked by
    themselves; else NeedsConfirmation for a name nearly like a known one.
    """
    check_may_keep_registers(by)
    name = clean_line(name)
    if earlier := _written_just_so(by, name, kind, index):
        return earlier
    if confirmed is not EVERYTHING:
        _check_alike(name, confirmed)
    organisation = Organisation(kind=kind, name=name)
    try:
        with atomic_change():
            save_with_history(organisation, by=by)
    except IntegrityError:
        # Another press, or somebody else, wrote it down in the same moment.
        if earlier := _written_just_so(by, name, kind):
            return earlier
        raise
    return organisation


def _written_just_so(
    by: User, name: str, kind: str, index: NameIndex | None = None
) -> Organisation | None:
    """What the same person wrote down under the very name, and was perhaps never told;
    ValidationError where it is another one.
    """
    try:
        _check_free(name, kind, index=index)
    except ValidationError:
        versions = Organisation.history.filter(history_type="+", history_user=by, name=name)
        own = Organisation.objects.filter(pk__in=versions.values("id"), merged_into=None)
        earlier = own.filter(name=name, kind=kind).first()
        if earlier is None:
            raise
        return earlier
    return None


def _lock_unmerged(organisation: Organisation) -> None:
    """Lock the organisation; ValidationError where it was merged meanwhile."""
    lock(organisation)
    _check_kept(organisation)


def _check_kept(organisation: Organisation) -> None:
    if organisation.merged_into_id:
        message = _("It has been merged into «%s»: change that one instead.")
        raise ValidationError(message % organisation.merged_into)


def _check_unchanged(record: Organisation | BilingualShare, opened_with: str, **typed: Any) -> None:
    current = {name: getattr(record, name) for name in typed}
    check_unchanged(opened_with, typed, current, partial(last_change, record))


@atomic_change()
def rename(
    *, by: User, organisation: Organisation, name: str, since: datetime.date, opened_with: str = ""
) -> Organisation:
    """It is called so from a day on; until the day before, it went by the name it has now.

    With a form's ``opened_with`` ChangedMeanwhile where somebody else has given it another name.
    """
    check_may_keep_registers(by)
    _lock_unmerged(organisation)
    name = clean_line(name)
    check_date(since, "since")
    if normalised_name(name) == normalised_name(organisation.name):
        raise ValidationError({"name": _("That is its name already.")})
    _check_unchanged(organisation, opened_with, name=name)
    _check_free(name, organisation.kind, apart_from=organisation)
    until = since - datetime.timedelta(days=1)
    newest = organisation.former_names.order_by("-until").first()
    if newest and newest.until >= until:
        message = _("It took the name «%(name)s» later than that: choose a later day.")
        raise ValidationError({"since": message % {"name": organisation.name}})
    save_with_history(
        OrganisationName(organisation=organisation, name=organisation.name, until=until), by=by
    )
    organisation.name = name
    save_with_history(organisation, by=by)
    return organisation


@atomic_change()
def correct(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    name: str,
    reason: str,
    opened_with: str = "",
) -> Organisation:
    """A slip in the name or the kind, which it never had: no former name comes of it.

    With a form's ``opened_with`` ChangedMeanwhile where somebody else has changed the same.
    """
    check_may_keep_registers(by)
    _lock_unmerged(organisation)
    said = merge_into(organisation, opened_with, {"kind": kind, "name": clean_line(name)})
    kind, name = said["kind"], said["name"]
    _check_free(name, kind, apart_from=organisation)
    leaves_school = organisation.kind == OrganisationKind.SCHOOL != kind
    if leaves_school and (organisation.classes.exists() or organisation.bilingual_shares.exists()):
        message = _("It has classes or shares of bilingual pupils: it stays a school.")
        raise ValidationError({"kind": message})
    save_changes(organisation, said, by=by, reason=reason)
    return organisation


# Schools --------------------------------------------------------------------------------------
def _check_school(organisation: Organisation) -> None:
    if organisation.kind != OrganisationKind.SCHOOL:
        raise ValidationError(_("Only a school has classes and bilingual pupils."))


def school_class(*, by: User, school: Organisation, name: str) -> SchoolClass:
    """The class of that name, new where the school has none yet: «8.a» and «8 A» are one."""
    [found] = school_classes(by=by, wanted=[(school, name)])
    return found


@atomic_change()
def school_classes(*, by: User, wanted: Sequence[tuple[Organisation, str]]) -> list[SchoolClass]:
    """Of each school the class of that name, in their order: two queries, and those that write.

    The schools are held meanwhile: of two who add one class at once, the second finds it there.
    """
    check_may_keep_registers(by)
    for school, _name in wanted:
        _check_school(school)
    schools = {school.pk for school, _name in wanted}
    for held in Organisation.objects.select_for_update().filter(pk__in=schools).order_by("pk"):
        _check_kept(held)
    known = {
        (one.school_id, class_key(one.name)): one
        for one in SchoolClass.objects.filter(school__in=schools).select_related("school")
    }
    found = []
    for school, given in wanted:
        name = clean_line(given)
        key = school.pk, class_key(name)
        if key not in known:
            known[key] = SchoolClass(school=school, name=name)
            save_with_history(known[key], by=by)
        found.append(known[key])
    return found


@atomic_change()
def set_bilingual_share(
    *,
    by: User,
    school: Organisation,
    on: datetime.date,
    percent: Decimal,
    reason: str = "",
    opened_with: str = "",
) -> BilingualShare:
    """The share counted on a day; one that stands there already is corrected with a reason.

    With a form's ``opened_with`` ChangedMeanwhile where it shows another share, or none.
    """
    check_may_keep_registers(by)
    _check_school(school)
    check_date(on, "on")
    lock(school)
    share = school.bilingual_shares.filter(on=on).first()
    if share:
        _check_unchanged(share, opened_with, percent=percent)
    if share and share.percent != percent and not reason:
        message = _("The school has another share on that day: say why it is corrected.")
        raise ValidationError({"reason": message})
    share = share or BilingualShare(school=school, on=on)
    changed, share.percent = share.percent != percent, percent
    share.full_clean(exclude=["school"])
    if changed:
        save_with_history(share, by=by, reason=reason)
    return share


# People ---------------------------------------------------------------------------------------
def default_keep_until() -> datetime.date:
    return months_after(today(), KEEP_MONTHS)


@atomic_change()
def add_contact(*, by: User, organisation: Organisation, **details: object) -> Contact:
    """``details``: name, role, phone, email, keep_until. A press too many adds nobody."""
    check_may_see_people(by)
    lock(organisation)
    known = organisation.contacts.filter(**details).first()
    if known:
        return known
    contact = Contact(organisation=organisation, **details)
    save_with_history(contact, by=by)
    return contact


@atomic_change()
def change_contact(
    *, by: User, contact: Contact, opened_with: str = "", **details: object
) -> Contact:
    """``details``: any of name, role, phone, email, keep_until.

    With a form's ``opened_with`` only what changed in it is saved: ChangedMeanwhile where somebody
    else has changed the same.
    """
    check_may_see_people(by)
    try:
        lock(contact)
    except Contact.DoesNotExist as gone:
        raise ValidationError(REMOVED) from gone
    save_changes(contact, merge_into(contact, opened_with, details), by=by)
    return contact


@atomic_change()
def change_consultant(
    *, by: User, consultant: Consultant, opened_with: str = "", **details: object
) -> Consultant:
    """``details``: any of name, workplace, phone, email, keep_until; as for ``change_contact``."""
    check_may_see_people(by)
    lock(consultant)
    if consultant.removed_at:
        raise ValidationError(REMOVED)
    save_changes(consultant, merge_into(consultant, opened_with, details), by=by)
    return consultant


def shown_names(organisations: Iterable[Organisation]) -> list[str]:
    """Names to choose by: with the kind beside them where two of the list share a name."""
    listed = list(organisations)
    seen = [normalised_name(organisation.name) for organisation in listed]
    return [
        organisation.name
        if seen.count(name) == 1
        else f"{organisation.name} ({organisation.get_kind_display()})"
        for organisation, name in zip(listed, seen, strict=True)
    ]
