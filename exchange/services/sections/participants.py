"""Rosters: who takes part in an activity."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from core.names import class_key
from directory.models import Participant, SchoolClass
from exchange.rules.faults import THERE, FileFault, Place, shown
from exchange.rules.kinds import Data, objects, text_name
from exchange.rules.shapes import Row
from exchange.rules.values import Day, Filled
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from exchange.services.written import Names
from programs.models import Program


class ParticipantRow(Row):
    ref: Filled | None = None
    activity: Filled
    organisation: Filled | None = None
    school: Filled | None = None
    school_class: Filled | None = Field(default=None, alias="class")
    consultant: Filled | None = None
    joined_on: Day
    left_on: Day | None = None
    completed_on: Day | None = None
    by: Filled | None = None

    def fault_of_all(self) -> str:
        if (self.school is None) != (self.school_class is None):
            return _("give a school and its class together")
        if [self.organisation, self.school, self.consultant].count(None) != 2:
            return _("give one of an organisation, a school with its class and a consultant")
        return ""


def faults_of(data: Data) -> Iterator[FileFault]:
    """A class must be one of those that its school lists; nobody is on a roster twice at a time."""
    classes = {}
    for _place, school in objects(data, "organisations"):
        if name := text_name(school.get("ref")):
            listed = school.get("classes")
            listed = listed if isinstance(listed, list) else []
            classes[name] = [class_key(called) for called in listed if isinstance(called, str)]
    lines: dict[tuple[str | None, ...], list[tuple[Place, Mapping[str, Any]]]] = {}
    for place, row in objects(data, "participants"):
        activity, *who = (
            text_name(row.get(key))
            for key in ("activity", "organisation", "school", "class", "consultant")
        )
        _organisation, school_name, class_name, _consultant = who
        if (
            class_name
            and school_name in classes
            and class_key(class_name) not in classes[school_name]
        ):
            words = {"school": shown(school_name), "class": shown(class_name)}
            message = _("«%(school)s» has no class «%(class)s»") % words
            yield FileFault((*place, "class"), message)
        earlier = lines.setdefault((activity, *who), [])
        met = next((other for other, known in earlier if _meet(row, known)), None)
        if any(who) and met:
            yield FileFault(place, _("is on the roster already, as %s") % THERE, met)
        earlier.append((place, row))


def _meet(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both take part on a same day. Days in ISO are in order as texts, too."""

    def joins_before_leaving(one: Mapping[str, Any], of: Mapping[str, Any]) -> bool:
        return "left_on" not in of or str(one.get("joined_on")) < str(of["left_on"])

    return joins_before_leaving(row, other) and joins_before_leaving(other, row)


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        school_class = draft.get("classes", (row.school, class_key(row.school_class or "")))
        by = draft.by_whom(row, row.joined_on)
        participant = draft.row(SECTION, row, school_class=school_class, **by)
        known = draft.get("activities", row.activity)
        yield row.ref if known else None, participant


def found(program: Program) -> QuerySet[Participant]:
    """Without those taken off their roster."""
    rows = Participant.objects.filter(activity__main_area__program=program)
    return rows.filter(retracted_at=None).select_related("school_class").order_by("pk")


def more(participant: Participant, names: Names) -> dict[str, Any]:
    of = participant.school_class
    return {"school": of and names.of("organisations", of.school_id), "class": of and of.name}


SECTION = Section(
    key="participants",
    shape=ParticipantRow,
    word="participant",
    refers={
        "activity": "activities",
        "organisation": "organisations",
        "school": "organisations",
        "consultant": "consultants",
        "by": "users",
    },
    faults=faults_of,
    model=Participant,
    found=found,
    prefix="d",
    more=more,
    parts={"class": SchoolClass},
    keys={
        "participant_leaves_after_joining": "left_on",
        "participant_completes_after_joining": "completed_on",
    },
    make=make,
    hangs_on={"activity": "activities"},
)
