"""Who is on an activity's roster, and how they come on and off it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from core.clock import today
from core.dates import format_date_short
from core.meanwhile import merge_into
from core.names import normalised_name
from core.records import (
    check_active,
    check_date,
    lock,
    retract_record,
    save_changes,
    save_with_history,
)
from core.submissions import save_once
from core.versions import atomic_change
from directory.models import (
    CONSULTANT,
    Consultant,
    Organisation,
    OrganisationKind,
    Participant,
    SchoolClass,
)
from directory.rules.lists import Line, LineKind, LineProposal, RosterKey, proposals, roster_key_of
from directory.rules.matching import KnownName, NameIndex
from directory.services.organisations import (
    check_may_keep_registers,
    check_may_see_people,
    create_organisation,
    names_of_directory,
    school_classes,
)

if TYPE_CHECKING:
    from accounts.models import User

RosterSubject = Organisation | SchoolClass | Consultant

OFF = gettext_lazy("It has been taken off the roster already.")
DATES = ("joined_on", "left_on", "completed_on")
# How a line of a list is decided: «at-17» is one that is known, «new-restaurant» one that is not;
# «new-» is a new person, «new-17» one at that workplace, where several go by its name; «same-3» is
# what the third line was decided to be.
AT, NEW, SAME, LEFT_OUT = "at-", "new-", "same-", "left-out"


@dataclass(frozen=True, slots=True)
class LineDecision:
    line: Line
    choice: str


@dataclass(frozen=True, slots=True)
class RosterAddition:
    """What is added to a roster, from when; people are kept until a date."""

    activity: Activity
    what: LineKind
    joined_on: datetime.date
    keep_until: datetime.date | None = None
    submission: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class AddedParticipants:
    """``present`` stood on the roster before; ``was_saved_before`` tells a second press."""

    participants: Sequence[Participant]
    present: int
    was_saved_before: bool = False


# Reading --------------------------------------------------------------------------------------
def propose(
    activity: Activity, lines: Iterable[Line], what: LineKind, kind: str = ""
) -> list[LineProposal]:
    """What each line may mean: a constant number of queries. ``kind`` is for organisations."""
    lines, workplaces = list(lines), None
    if what == LineKind.CONSULTANT:
        index, kind = names_of_consultants(), CONSULTANT
        workplaces = names_of_directory() if any(line.beside for line in lines) else None
    else:
        index = names_of_directory()
        kind = OrganisationKind.SCHOOL if what == LineKind.SCHOOL_CLASS else kind
    present = _present(activity, what)
    found = proposals(lines, index, what=what, kind=kind, present=present, workplaces=workplaces)
    return list(found)


def names_of_consultants() -> NameIndex:
    rows = Consultant.objects.filter(removed_at__isnull=True).values_list("pk", "name")
    return NameIndex(KnownName(pk, CONSULTANT, name) for pk, name in rows)


def _present(activity: Activity, what: LineKind) -> set[RosterKey]:
    fields = {
        LineKind.ORGANISATION: ("organisation_id",),
        LineKind.SCHOOL_CLASS: ("school_class__school_id", "school_class__name"),
        LineKind.CONSULTANT: ("consultant_id",),
    }[what]
    rows = activity.participants.within(today(), None).exclude(**{f"{fields[0]}__isnull": True})
    return {
        roster_key_of(pk, beside[0] if beside else "", what)
        for pk, *beside in rows.values_list(*fields)
    }


# Writing --------------------------------------------------------------------------------------
def _lock_roster(activity: Activity) -> None:
    """Lock the roster of an activity."""
    Activity.objects.select_for_update().get(pk=activity.pk)


@atomic_change()
def add(*, by: User, adding: RosterAddition, who: Iterable[RosterSubject]) -> AddedParticipants:
    """Put them on the roster; those that stand there already are counted, and stay as they are.

    Whoever left before that day joins again.
    """
    check_may_keep_registers(by)
    check_date(adding.joined_on, "joined_on")
    _lock_roster(adding.activity)
    standing = set(
        adding.activity.participants.within(adding.joined_on, None).values_list(
            "organisation_id", "school_class_id", "consultant_id"
        )
    )
    added, present = [], 0
    for one in who:
        participant = Participant(
            activity=adding.activity,
            joined_on=adding.joined_on,
            recorded_by=by,
            submission=adding.submission,
            **_field(one),
        )
        if _key(participant) in standing:
            present += 1
            continue
        standing.add(_key(participant))
        save_with_history(participant, by=by)
        added.append(participant)
    return AddedParticipants(added, present)


def _key(participant: Participant) -> tuple[int | None, int | None, int | None]:
    return participant.organisation_id, participant.school_class_id, participant.consultant_id


def _field(who: RosterSubject) -> dict[str, RosterSubject]:
    names = {
        Organisation: "organisation",
        SchoolClass: "school_class",
        Consultant: "consultant",
    }
    return {names[type(who)]: who}


def add_list(
    *, by: User, adding: RosterAddition, decisions: Iterable[LineDecision]
) -> AddedParticipants:
    """Everything that was decided of a list, or nothing; the same submission is saved once.

    What is new is written down first. Reads the same number of times however long the list is.
    """
    check_may_keep_registers(by)
    if adding.what == LineKind.CONSULTANT:
        check_may_see_people(by)

    def save() -> AddedParticipants:
        taken = [decision for decision in _followed(decisions) if decision.choice != LEFT_OUT]
        return add(by=by, adding=adding, who=_RosterWriter(by, adding, taken).everybody())

    earlier = partial(added_before, by=by, adding=adding)
    return save_once(earlier, save, lock=partial(_lock_roster, adding.activity))


def added_before(*, by: User, adding: RosterAddition) -> AddedParticipants | None:
    """What an earlier press of the same list has added; None where there was none.

    Those taken off since do not stand in the way of adding them again.
    """
    if adding.submission is None:
        return None
    standing = adding.activity.participants.active()
    found = list(standing.filter(recorded_by=by, submission=adding.submission))
    return AddedParticipants(found, present=0, was_saved_before=True) if found else None


def _followed(decisions: Iterable[LineDecision]) -> Iterator[LineDecision]:
    """Each as decided; one that is the same as an earlier line, as that one was."""
    by_line: dict[str, LineDecision] = {}
    for decision in decisions:
        meant = decision
        if decision.choice.startswith(SAME):
            first = by_line[decision.choice.removeprefix(SAME)]
            meant = LineDecision(replace(decision.line, name=first.line.name), first.choice)
        by_line[str(decision.line.number)] = meant
        yield meant


class _RosterWriter:
    """Finds or creates whom each decision is about. The directory is read once for all."""

    def __init__(self, by: User, adding: RosterAddition, decisions: Sequence[LineDecision]) -> None:
        self.by, self.adding, self.decisions = by, adding, decisions
        self.index = names_of_directory()
        wanted = {pk for decision in decisions for pk in self._known_of(decision)}
        rows: QuerySet = Consultant.objects.all()
        if adding.what != LineKind.CONSULTANT:
            # Held, so that none is merged into another before the list is saved.
            rows = Organisation.objects.select_for_update().order_by("pk")
        # Not in_bulk, which asks several times for so many.
        self.known: dict[int, Any] = {row.pk: row for row in rows.filter(pk__in=wanted)}
        self.made: dict[tuple[str, str], Organisation] = {}

    def _known_of(self, decision: LineDecision) -> list[int]:
        if decision.choice.startswith(AT):
            return [int(decision.choice.removeprefix(AT))]
        if self.adding.what == LineKind.CONSULTANT:
            return []
        return self.index.today(decision.line.name, decision.choice.removeprefix(NEW))

    def everybody(self) -> list[RosterSubject]:
        if self.adding.what == LineKind.CONSULTANT:
            return [self._consultant(decision) for decision in self.decisions]
        found = [self._organisation(decision) for decision in self.decisions]
        if self.adding.what == LineKind.ORGANISATION:
            return [*found]
        classes = [decision.line.beside for decision in self.decisions]
        return [*school_classes(by=self.by, wanted=list(zip(found, classes, strict=True)))]

    def _organisation(self, decision: LineDecision) -> Organisation:
        if decision.choice.startswith(AT):
            [pk] = self._known_of(decision)
            return self.known[pk].merged_into or self.known[pk]
        kind, name = decision.choice.removeprefix(NEW), decision.line.name
        # A line above, or somebody else in the meantime, may have written it down. One that only
        # went by the name before was offered, and is not the one that is meant.
        key = normalised_name(name), kind
        if key not in self.made:
            known = _only_one(self._known_of(decision), name)
            self.made[key] = (
                self.known[known]
                if known
                else create_organisation(by=self.by, kind=kind, name=name, index=self.index)
            )
        return self.made[key]

    def _consultant(self, decision: LineDecision) -> Consultant:
        if decision.choice.startswith(AT):
            [pk] = self._known_of(decision)
            return self.known[pk]
        if self.adding.keep_until is None:
            raise ValidationError(_("Say until when the people are kept."), code="keep_until")
        consultant = Consultant(
            name=decision.line.name,
            workplace_id=self._workplace(decision),
            keep_until=self.adding.keep_until,
        )
        save_with_history(consultant, by=self.by)
        return consultant

    def _workplace(self, decision: LineDecision) -> int | None:
        """The one that was chosen, else the only one of the name."""
        name, chosen = decision.line.beside, decision.choice.removeprefix(NEW)
        named = self.index.exact(name) if name else []
        if not chosen:
            return _only_one(named, name)
        if int(chosen) not in named:
            raise ValidationError(_("The directory has changed in the meantime: choose again."))
        return int(chosen)


def _only_one(found: Sequence[int], name: str) -> int | None:
    """None where there is none; ValidationError where the name does not say which is meant."""
    if len(found) > 1:
        message = _("Several go by the name «%(name)s»: choose which of them is meant.")
        raise ValidationError(message % {"name": name}, code="several")
    return found[0] if found else None


@atomic_change()
def copy_roster(
    *, by: User, adding: RosterAddition, participants: Iterable[Participant]
) -> AddedParticipants:
    """Those chosen of another activity's roster; people only by those who may see them."""
    chosen = list(participants)
    if any(participant.consultant_id for participant in chosen):
        check_may_see_people(by)
    return add(by=by, adding=adding, who=[participant.who for participant in chosen])


@atomic_change()
def set_date(
    *, by: User, participants: Iterable[Participant], what: str, on: datetime.date
) -> list[Participant]:
    """Set «completed_on» or «left_on» of several at once. Those that have a date keep it."""
    check_may_keep_registers(by)
    check_date(on, "on")
    marked = []
    for participant in participants:
        lock(participant)
        if participant.is_retracted or getattr(participant, what):
            continue
        dates = {name: getattr(participant, name) for name in DATES} | {what: on}
        _check_dates(participant, **dates)
        save_changes(participant, dates, by=by)
        marked.append(participant)
    return marked


@atomic_change()
def change_dates(
    *,
    by: User,
    participant: Participant,
    joined_on: datetime.date,
    left_on: datetime.date | None,
    completed_on: datetime.date | None,
    reason: str,
    opened_with: str = "",
) -> Participant:
    """With a form's ``opened_with`` only what changed in it is saved: ChangedMeanwhile where
    somebody else has changed the same.
    """
    check_may_keep_registers(by)
    lock(participant)
    check_active(participant, OFF)
    typed = {"joined_on": joined_on, "left_on": left_on, "completed_on": completed_on}
    dates = merge_into(participant, opened_with, typed)
    for name, day in dates.items():
        check_date(day, name)
    _check_dates(participant, **dates)
    _check_apart(participant, dates["joined_on"], dates["left_on"])
    save_changes(participant, dates, by=by, reason=reason)
    return participant


@atomic_change()
def retract_participant(*, by: User, participant: Participant, reason: str) -> Participant:
    """Retract a line of a roster: it counts no more, on any day. Who left has a date instead."""
    check_may_keep_registers(by)
    lock(participant)
    check_active(participant, OFF)
    retract_record(participant, by=by, reason=reason)
    return participant


def _check_dates(
    participant: Participant,
    joined_on: datetime.date,
    left_on: datetime.date | None,
    completed_on: datetime.date | None,
) -> None:
    # A person by the alias: the one who reads this may not be one who may see people.
    words = {"name": participant, "day": format_date_short(joined_on)}
    if left_on and left_on <= joined_on:
        message = _("%(name)s: the last day is not after the first, %(day)s.")
        raise ValidationError({"left_on": message % words})
    if completed_on and completed_on < joined_on:
        message = _("%(name)s: it was completed before the first day, %(day)s.")
        raise ValidationError({"completed_on": message % words})


def _check_apart(
    participant: Participant, joined_on: datetime.date, left_on: datetime.date | None
) -> None:
    """Refuse days on which it takes part by another line of the roster, too."""
    others = participant.activity.participants.exclude(pk=participant.pk)
    others = others.filter(**_field(participant.who)).within(joined_on, left_on)
    if other := others.first():
        message = _("%(name)s: these days meet those of its other line, from %(day)s.")
        words = {"name": participant, "day": format_date_short(other.joined_on)}
        raise ValidationError({"joined_on": message % words})
