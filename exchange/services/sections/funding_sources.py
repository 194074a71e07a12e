from __future__ import annotations

from collections.abc import Iterable, Iterator

from exchange.rules.shapes import Row
from exchange.rules.values import Filled
from exchange.services.drafts import Draft, built
from exchange.services.saving import create
from exchange.services.section import PROGRAM, Section, Trace
from programs.models import FundingSource

FUNDING_SOURCE = Trace(FundingSource, {"program": PROGRAM})


class FundingSourceRow(Row):
    ref: Filled
    name: Filled


def make(draft: Draft, rows: Iterable[FundingSourceRow]) -> Iterator[tuple[str, FundingSource]]:
    names = set()
    for row in rows:
        if row.name in names:
            draft.refuse((*row.at, "name"), "the programme has that source already")
        names.add(row.name)
        source = built(FundingSource, row, program=draft.program)
        yield row.ref, draft.check(source, row.at)


SECTION = Section(
    key="funding_sources",
    shape=FundingSourceRow,
    word="funding source",
    make=make,
    save=create,
    traces=(FUNDING_SOURCE,),
)
