"""The small programme file with staff, hours and money in it."""

import copy
from typing import Any

from tests.exchange.files import with_registers

_RESOURCES: dict[str, Any] = {
    "fte": {"total": "3", "basis": "net"},
    "funding_sources": [{"ref": "pool", "name": "The pool"}, {"ref": "city", "name": "The city"}],
    "allocations": [
        {"main_area": 1, "title": "The young", "initiative": "young", "fte": "1.5",
         "decision": "Council, 3 March"},
        {"main_area": 1, "title": "The fair", "activities": ["fair"], "weekly_hours": "22",
         "person": "ann", "starts_on": "2011-03-01", "ends_on": "2011-10-31"},
    ],
    "budget_lines": [
        {"ref": "fair-money", "source": "pool", "title": "Fair", "activity": "fair",
         "amount": "1000000", "decision": "Council, 3 March",
         "revisions": [{"on": "2011-06-01", "amount": "900000.50", "reason": "It was moved.",
                        "decision": "Committee", "by": "ann"}]},
        {"ref": "young-money", "source": "city", "title": "Young", "initiative": "young",
         "amount": "50000"},
    ],
    "criteria": [
        {"ref": "presence", "main_area": 1, "wording": "22 hours a week", "measure": "count",
         "target": "22", "aggregation": "latest", "source": "hours", "hours": {"per_week": True},
         "activities": ["fair"]},
    ],
    "time_entries": [
        {"activity": "fair", "on": "2011-06-20", "hours": "7.5", "by": "ann"},
        {"requisition": "case-1", "on": "2011-06-20", "hours": "2", "by": "ann"},
        {"main_area": 2, "on": "2011-06-21", "hours": "4.25", "by": "ann"},
    ],
    "expenses": [
        {"line": "fair-money", "on": "2011-06-18", "amount": "1234.50", "text": "The stage",
         "voucher": "B-1", "by": "ann"},
        {"line": "fair-money", "on": "2011-06-19", "amount": "999", "text": "The stage again",
         "voucher": "B-2", "by": "ann", "retracted": {"reason": "Twice.", "on": "2011-06-20"}},
    ],
    "commitments": [
        {"line": "young-money", "on": "2011-05-01", "amount": "5000", "text": "A tent",
         "released_on": "2011-07-01", "by": "ann"},
    ],
}  # fmt: skip


def with_resources() -> dict[str, Any]:
    """The file with registers, and with staff, hours and money besides."""
    data = with_registers()
    data["main_areas"][0]["fte"] = "2"
    data["main_areas"][1]["fte"] = "1"
    for key, value in copy.deepcopy(_RESOURCES).items():
        data[key] = data[key] + value if key in data else value
    return data
