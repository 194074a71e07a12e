from exchange.rules.shapes import Row
from exchange.rules.values import Amount, Filled, Small, Text
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from programs.models import MainArea
from programs.rules.staffing import check_fte


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


def make(draft: Draft, rows: Rows) -> Made:
    fte = []
    for row in rows:
        fte.append(row.fte)
        yield str(row.number), draft.row(SECTION, row, program=draft.program)
    with draft.refusing((), {}):
        check_fte(draft.program, fte)


SECTION = Section(
    key="main_areas",
    shape=MainAreaRow,
    is_configured=True,
    word="main area",
    named_by="number",
    required=True,
    model=MainArea,
    found=lambda program: program.main_areas.order_by("number"),
    called="number",
    make=make,
    hangs_on={"program": "program"},
)
