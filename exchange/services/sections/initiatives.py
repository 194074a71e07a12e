from typing import Any

from django.utils.translation import gettext as _

from exchange.rules.faults import shown
from exchange.rules.shapes import Row
from exchange.rules.values import Filled, Small, Text
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from programs.models import Initiative


class InitiativeRow(Row):
    ref: Filled
    main_area: Small
    title: Filled
    description: Text = ""


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        yield row.ref, draft.row(SECTION, row)


def initiative_of(draft: Draft, row: Any) -> Initiative | None:
    """The initiative that the row names; none where it is not of the row's own main area."""
    initiative, area = draft.get("initiatives", row.initiative), row.main_area
    if initiative and draft.has_area(area) and initiative.main_area.number != area:
        words = {
            "name": shown(row.initiative),
            "own": initiative.main_area.number,
            "area": area,
        }
        draft.refuse(
            (*row.at, "initiative"),
            _("«%(name)s» belongs to main area %(own)s, not %(area)s") % words,
        )
        return None
    return initiative


SECTION = Section(
    key="initiatives",
    shape=InitiativeRow,
    is_configured=True,
    word="initiative",
    refers={"main_area": "main_areas"},
    model=Initiative,
    found=lambda program: Initiative.objects.filter(main_area__program=program).order_by(
        "main_area__number", "position", "pk"
    ),
    called="ref",
    make=make,
    hangs_on={"main_area": "main_areas"},
)
