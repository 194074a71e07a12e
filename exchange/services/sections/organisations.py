"""The directory: one for all programmes. Whom it knows by kind and name is used as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.names import class_key, normalised_name
from directory.models import (
    BilingualShare,
    Organisation,
    OrganisationKind,
    OrganisationName,
    Participant,
    SchoolClass,
)
from directory.services.organisations import names_of_directory
from exchange.rules.faults import THERE, FileFault, Place, ProgramFileError, shown
from exchange.rules.shapes import Row, Shape
from exchange.rules.values import Amount, Day, Filled
from exchange.services.drafts import Draft, built
from exchange.services.saving import create
from exchange.services.section import Made, Rows, Section
from exchange.services.written import Names, filled
from programs.models import Program
from requisitions.models import Requisition


class FormerName(Shape):
    name: Filled
    until: Day


class Bilingual(Shape):
    on: Day
    percent: Amount


class OrganisationRow(Row):
    ref: Filled
    kind: OrganisationKind
    name: Filled
    former_names: list[FormerName] = []
    classes: list[Filled] = []
    bilingual: list[Bilingual] = []

    def fault_of_all(self) -> str:
        is_known = isinstance(self.kind, OrganisationKind)
        if (self.classes or self.bilingual) and is_known and self.kind != OrganisationKind.SCHOOL:
            return _("only a school has classes and bilingual pupils")
        return ""


@dataclass
class NewOrganisation:
    """An organisation with its names, classes and shares: what the directory lacks is added."""

    organisation: Organisation
    former_names: list[OrganisationName] = field(default_factory=list)
    classes: list[SchoolClass] = field(default_factory=list)
    shares: list[BilingualShare] = field(default_factory=list)


def make(draft: Draft, rows: Rows) -> Made:
    first: dict[tuple[str, str], Place] = {}
    for row in rows:
        called = (row.kind, normalised_name(row.name))
        if called in first:
            words = {"name": shown(row.name), "place": THERE}
            message = _("«%(name)s» is in the directory as %(place)s already") % words
            draft.refuse((*row.at, "name"), message, first[called])
        first.setdefault(called, row.at)
        new = NewOrganisation(draft.row(SECTION, row))
        _add_what_it_brings(draft, row, new)
        yield row.ref, new


def _add_what_it_brings(draft: Draft, row: OrganisationRow, new: NewOrganisation) -> None:
    whose = new.organisation
    for position, former in enumerate(row.former_names):
        at = (*row.at, "former_names", position)
        name = built(OrganisationName, former, organisation=whose)
        new.former_names.append(draft.check(name, at, {}))
        if [other.until for other in row.former_names].count(former.until) > 1:
            draft.refuse((*at, "until"), _("a former name ends on that day already"))
    for called in row.classes:
        key = row.ref, class_key(called)
        if key in draft.by_name["classes"]:
            continue
        school_class = SchoolClass(school=whose, name=called)
        new.classes.append(draft.check(school_class, row.at, {"name": "classes"}))
        draft.by_name["classes"][key] = school_class
    for position, counted in enumerate(row.bilingual):
        at = (*row.at, "bilingual", position)
        share = built(BilingualShare, counted, school=whose)
        new.shares.append(draft.check(share, at, {"bilingual_share_is_per_cent": "percent"}))
        if [other.on for other in row.bilingual].count(counted.on) > 1:
            draft.refuse((*at, "on"), _("there is a share on that day already"))


def save(records: Sequence[NewOrganisation]) -> None:
    """Only classes that a known school lacks, and shares of days without one, are added to it."""
    known = names_of_directory() if records else None
    new, used = [], set[int]()
    for record in records:
        organisation = record.organisation
        found = known.exact(organisation.name, organisation.kind) if known else []
        if not found:
            new.append(record)
            continue
        # What was tied to the row of the file is thereby tied to the one in the directory.
        organisation.pk = found[0]
        if organisation.pk in used:
            message = _("«%s» and another of the file are one in the directory")
            message %= shown(organisation.name)
            raise ProgramFileError([FileFault(("organisations",), message)])
        used.add(organisation.pk)
    create(record.organisation for record in new)
    create(name for record in new for name in record.former_names)
    _save_schools(records)


def _save_schools(records: Sequence[NewOrganisation]) -> None:
    schools = [record.organisation.pk for record in records]
    classes = {
        (row.school_id, class_key(row.name)): row.pk
        for row in SchoolClass.objects.filter(school__in=schools)
    }
    counted = set(BilingualShare.objects.filter(school__in=schools).values_list("school", "on"))
    all_classes = [each for record in records for each in record.classes]
    for school_class in all_classes:
        school_class.pk = classes.get((school_class.school.pk, class_key(school_class.name)))
    create(school_class for school_class in all_classes if school_class.pk is None)
    shares = (share for record in records for share in record.shares)
    create(share for share in shares if (share.school.pk, share.on) not in counted)


def found(program: Program) -> QuerySet[Organisation]:
    """Those that the programme's rosters and cases name."""
    at = {"activity__main_area__program": program, "retracted_at": None}
    roster = Participant.objects.filter(**at)
    parties = Requisition.objects.filter(**at).values("parties__organisation")
    named = (
        Q(pk__in=roster.values("organisation"))
        | Q(pk__in=roster.values("school_class__school"))
        | Q(pk__in=roster.values("consultant__workplace"))
        | Q(pk__in=parties)
    )
    rows = Organisation.objects.filter(named).order_by("pk")
    return rows.prefetch_related("former_names", "classes", "bilingual_shares")


def more(organisation: Organisation, names: Names) -> dict[str, Any]:
    former = sorted(organisation.former_names.all(), key=lambda row: row.until)
    shares = sorted(organisation.bilingual_shares.all(), key=lambda row: row.on)
    return {
        "former_names": [filled(name=row.name, until=row.until) for row in former],
        "classes": [row.name for row in organisation.classes.all()],
        "bilingual": [filled(on=row.on, percent=row.percent) for row in shares],
    }


SECTION = Section(
    key="organisations",
    shape=OrganisationRow,
    word="organisation",
    once=(("classes",),),
    model=Organisation,
    found=found,
    prefix="o",
    more=more,
    parts={"former_names": OrganisationName, "bilingual": BilingualShare},
    make=make,
    save=save,
    whole=True,
    kept=lambda record: record.organisation,
)
