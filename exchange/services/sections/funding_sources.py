from django.utils.translation import gettext as _

from exchange.rules.shapes import Row
from exchange.rules.values import Filled
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from programs.models import FundingSource


class FundingSourceRow(Row):
    ref: Filled
    name: Filled


def make(draft: Draft, rows: Rows) -> Made:
    names = set()
    for row in rows:
        if row.name in names:
            draft.refuse((*row.at, "name"), _("the programme has that source already"))
        names.add(row.name)
        yield row.ref, draft.row(SECTION, row, program=draft.program)


SECTION = Section(
    key="funding_sources",
    shape=FundingSourceRow,
    is_configured=True,
    word="funding source",
    model=FundingSource,
    found=lambda program: program.funding_sources.order_by("pk"),
    prefix="p",
    make=make,
    counted=(),
    hangs_on={"program": "program"},
)
