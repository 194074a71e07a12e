"""A programme to configure, and a criterion as its form is sent."""

from datetime import date

from indicators.models import Criterion, Measurement
from tests.programs.part_pages import address, submit

COUNT = {"measure": "count", "target": "30.000"}

SHARE = {"measure": "share", "target": "70"}


def criterion(area, wording="Besøgende", **fields):
    fields = {"measure": "count", "target": 60, "aggregation": "sum", **fields}
    if fields["measure"] not in ("count", "share"):
        fields |= {"target": None, "aggregation": ""}
    fields.setdefault("due_on", date(2011, 12, 31))
    return Criterion.objects.create(main_area=area, wording=wording, ref=wording.lower(), **fields)


def measure(criterion, **fields):
    return Measurement.objects.create(
        criterion=criterion, measured_on=date(2011, 6, 30), **(fields or {"value": 12})
    )


def add(client, area, *points, **changes):
    data = {"main_area": area.pk, "wording": "Mindst 30.000 besøgende", **changes}
    return submit(client, address(Criterion, "new"), **data, **planned(points))


def planned(points):
    """The planned points as they are typed, one a line."""
    lines = [f"{on}: {value}" for on, value in points]
    return {"planned_points": "\n".join(lines)} if lines else {}
