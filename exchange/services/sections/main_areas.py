from __future__ import annotations

from collections.abc import Iterable, Iterator

from exchange.rules.shapes import Row
from exchange.rules.values import Amount, Filled, Small, Text
from exchange.services.drafts import Draft, built
from exchange.services.saving import create
from exchange.services.section import PROGRAM, Section, Trace
from programs.models import MainArea
from programs.rules.staffing import check_fte

MAIN_AREA = Trace(MainArea, {"program": PROGRAM})


class MainAreaRow(Row):
    number: Small
    title: Filled
    resource_title: Text = ""
    fte: Amount | None = None
    policy_strand: Text = ""
    challenge: Text = ""
    purpose: Text = ""
    target_groups: Text = ""
    method: Text = ""
    anchoring: Text = ""


def make(draft: Draft, rows: Iterable[MainAreaRow]) -> Iterator[tuple[str, MainArea]]:
    fte = []
    for row in rows:
        fte.append(row.fte)
        area = built(MainArea, row, program=draft.program)
        yield str(row.number), draft.check(area, row.at)
    with draft.refusing(()):
        check_fte(draft.program, fte)


SECTION = Section(
    key="main_areas",
    shape=MainAreaRow,
    word="main area",
    named_by="number",
    required=True,
    make=make,
    save=create,
    counted=("main areas",),
    traces=(MAIN_AREA,),
)
