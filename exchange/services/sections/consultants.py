"""Dialogue consultants: people, who belong to the programmes that they take part in."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.search import mark_searched
from directory.models import Consultant, Participant
from exchange.rules.faults import FileFault
from exchange.rules.kinds import Data, objects, text_name
from exchange.rules.shapes import Row
from exchange.rules.values import Day, Filled
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section, VersionsOf
from programs.models import Program


class ConsultantRow(Row):
    ref: Filled
    name: Filled
    workplace: Filled | None = None
    keep_until: Day


def faults_of(data: Data) -> Iterator[FileFault]:
    taking_part = {
        text_name(row.get("consultant")) for _place, row in objects(data, "participants")
    }
    for place, row in objects(data, "consultants"):
        name = text_name(row.get("ref"))
        if name and name not in taking_part:
            yield FileFault(place, _("takes part in nothing: people are only kept for a purpose"))


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        yield row.ref, draft.row(SECTION, row)


def is_touched(program: Program) -> bool:
    """Changed by hand, or removed when the time was up: the file would bring the person back."""
    people = Consultant.objects.filter(participations__activity__main_area__program=program)
    if people.filter(removed_at__isnull=False).exists():
        return True
    versions = Consultant.history.filter(id__in=people.values("pk"))
    return versions.filter(history_user__isnull=False).exists()


def clear(versions_of: VersionsOf) -> None:
    """People who take part in nothing any more go, with their history."""
    took_part = versions_of(Participant).values("consultant_id")
    alone = Consultant.objects.filter(pk__in=took_part, participations__isnull=True)
    unneeded = list(alone.values_list("pk", flat=True))
    alone.delete()
    mark_searched(Consultant, *unneeded)
    Consultant.history.filter(id__in=unneeded).delete()


def found(program: Program) -> QuerySet[Consultant]:
    taking_part = Participant.objects.filter(
        activity__main_area__program=program, retracted_at=None
    )
    return Consultant.objects.filter(pk__in=taking_part.values("consultant")).order_by("pk")


def filled_in(row: Mapping[str, Any]) -> dict[str, Any]:
    """A workbook tells nobody's name: a number stands for it, as where it was removed."""
    return {"name": _("Dialogue consultant no. %s") % str(row.get("ref", "")).lstrip("k")}


SECTION = Section(
    key="consultants",
    shape=ConsultantRow,
    word=gettext_noop("consultant"),
    refers={"workplace": "organisations"},
    faults=faults_of,
    model=Consultant,
    found=found,
    prefix="k",
    left_out=("name",),
    filled_in=filled_in,
    make=make,
    counted=("dialogue consultants",),
    touched=is_touched,
    clear=clear,
)
