"""Reading a programme as it was configured, for its document."""

from __future__ import annotations

from django.db.models import Prefetch

from activities.models import Activity
from core.clock import today
from economy.queries.budget import lines_of
from indicators.models import Criterion
from programs.models import Initiative, Program
from reports.rules.document import Document
from reports.rules.programme_document import Configured, document_of
from resources.models import StaffAllocation


def programme_document(program: Program) -> Document:
    """Seven queries, however much there is."""
    places = Activity.objects.of_program(program).planned().in_order().select_related("place")
    initiatives = Initiative.objects.filter(main_area__program=program)
    allocations = StaffAllocation.objects.filter(main_area__program=program)
    rows = Configured(
        program=program,
        areas=list(program.main_areas.order_by("number")),
        initiatives=list(initiatives.order_by("position", "pk")),
        activities=list(places),
        criteria=list(Criterion.objects.of_program(program).in_order()),
        allocations=list(
            allocations.order_by("position", "pk").prefetch_related(
                Prefetch("activities", Activity.objects.order_by("position", "pk"))
            )
        ),
        lines=list(lines_of(program)),
    )
    return document_of(rows, today())
