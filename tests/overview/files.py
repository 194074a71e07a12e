"""A small programme file with one of everything, and ways to spoil it."""

import copy
import json
import re
from typing import Any

_FILE: dict[str, Any] = {
    "slug": "p",
    "title": "A programme",
    "starts_on": "2011-02-01",
    "ends_on": "2011-12-31",
    "main_areas": [{"number": 1, "title": "First"}, {"number": 2, "title": "Second"}],
    "initiatives": [
        {"ref": "young", "main_area": 1, "title": "The young"},
        {"ref": "old", "main_area": 2, "title": "The old"},
    ],
    "activities": [
        {"ref": "fair", "main_area": 1, "initiative": "young", "title": "Fair", "place": "Square"},
        {"ref": "walk", "main_area": 2, "title": "Walk", "responsible": "ann"},
    ],
    "criteria": [
        {"ref": "guests", "main_area": 1, "wording": "Guests", "measure": "count",
         "target": "100", "unit": "guests", "activities": ["fair"]},
        {"ref": "happy", "main_area": 1, "wording": "Happy", "measure": "share", "target": "70"},
        {"ref": "signed", "main_area": 1, "wording": "Signed", "measure": "milestone"},
        {"ref": "both", "main_area": 1, "wording": "Both", "measure": "all"},
        {"ref": "part", "main_area": 1, "wording": "A part", "measure": "milestone",
         "parent": "both"},
        {"ref": "told", "main_area": 2, "wording": "Told", "measure": "narrative",
         "assessed": {"status": "met", "reason": "We saw it.", "on": "2012-01-05", "by": "ann"}},
        {"ref": "heads", "main_area": 1, "wording": "Heads", "measure": "count", "target": "50",
         "source": "attendance", "activities": ["fair"]},
        {"ref": "of-guests", "main_area": 1, "wording": "Of the guests", "measure": "share",
         "target": "40", "denominator": {"mode": "linked", "criteria": ["guests"]}},
    ],
    "log_entries": [
        {"ref": "l1", "activity": "fair", "on": "2011-06-18", "text": "It took place.",
         "hours": "5.5", "attendance": "40", "approximate": True, "by": "ann"},
        {"ref": "l2", "main_area": 2, "on": "2011-06-20", "text": "We planned."},
    ],
    "measurements": [
        {"criterion": "guests", "on": "2011-06-18", "value": "40", "by": "ann", "log_entry": "l1"},
        {"criterion": "happy", "on": "2011-06-18", "numerator": "20", "denominator": "30"},
        {"criterion": "signed", "on": "2011-06-18", "done": False},
        {"criterion": "of-guests", "on": "2011-06-18", "numerator": "12"},
    ],
}  # fmt: skip
NOTHING = object()


def a_file() -> dict[str, Any]:
    return copy.deepcopy(_FILE)


def changed(place: str, value: Any) -> dict[str, Any]:
    """The file with ``value`` at ``criteria[1].target``; NOTHING takes away what is there."""
    data: Any = a_file()
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", place)]
    inner = data
    for step in way:
        inner = inner[step]
    if value is NOTHING:
        del inner[last]
    elif isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value
    return data


def raw(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
