"""A small programme file with one of everything, and ways to spoil it."""

import copy
import datetime
import json
import re
from types import SimpleNamespace
from typing import Any

from django.utils import translation

from exchange.rules.faults import ProgramFileError
from exchange.rules.reading import ProgramFile
from exchange.rules.references import faults_of_references
from exchange.services.sections import SECTIONS

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
# What the registers add to it.
_REGISTERS: dict[str, Any] = {
    "follow_up_weeks": 6,
    "min_response": "40",
    "organisations": [
        {"ref": "club", "kind": "association", "name": "The club"},
        {"ref": "office", "kind": "administration", "name": "The new office",
         "former_names": [{"name": "The old office", "until": "2025-12-31"}]},
        {"ref": "school", "kind": "school", "name": "The school", "classes": ["8.a", "8.b"],
         "bilingual": [{"on": "2010-09-05", "percent": "40"},
                       {"on": "2011-09-05", "percent": "41.5"}]},
    ],
    "consultants": [
        {"ref": "eve", "name": "Eve Consultant", "workplace": "club", "keep_until": "2012-12-31"},
    ],
    "participants": [
        {"ref": "p-club", "activity": "fair", "organisation": "club", "joined_on": "2011-03-01",
         "left_on": "2011-11-01", "by": "ann"},
        {"activity": "fair", "school": "school", "class": "8.a", "joined_on": "2011-09-01"},
        {"ref": "p-eve", "activity": "walk", "consultant": "eve", "joined_on": "2011-03-01",
         "completed_on": "2011-03-31"},
    ],
    "criteria": [
        {"ref": "clubs", "main_area": 1, "wording": "Clubs", "measure": "count", "target": "60",
         "source": "participants", "roster": {"kind": "association"}, "activities": ["fair"]},
        {"ref": "classes", "main_area": 1, "wording": "Classes", "measure": "count",
         "target": "15", "source": "participants", "activities": ["fair"],
         "roster": {"kind": "school_class", "bilingual_over": "40"}},
        {"ref": "active", "main_area": 1, "wording": "Active", "measure": "share",
         "target": "40", "source": "participants", "activities": ["fair"],
         "roster": {"kind": "association"}, "denominator": {"mode": "fixed", "value": "60"}},
        {"ref": "later", "main_area": 2, "wording": "Later", "measure": "share", "target": "80",
         "source": "participants", "activities": ["walk"], "due_on": "2012-06-15",
         "roster": {"kind": "consultant", "follow_up_months": 6}},
        {"ref": "cases", "main_area": 2, "wording": "Cases", "measure": "count", "target": "5",
         "source": "requisitions",
         "register": {"states": ["in_progress", "completed"], "scope": "internal"}},
        {"ref": "methods", "main_area": 2, "wording": "Methods", "measure": "share",
         "target": "70", "source": "requisitions", "register": {"question": "new_methods"}},
    ],
    "ticks": [
        {"criterion": "active", "participant": "p-club", "on": "2011-04-01", "by": "ann"},
        {"criterion": "later", "participant": "p-eve", "on": "2011-09-30", "answer": "no"},
    ],
    "requisitions": [
        {"ref": "case-1", "main_area": 2, "subject": "Help", "received_on": "2011-03-01",
         "channel": "phone", "scope": "external", "scope_reason": "For its club.",
         "requesters": ["office"], "partners": ["club"], "asked": "How?", "done": "So.",
         "responsible": "ann", "place": "Square", "relevant": True,
         "states": [{"state": "received", "on": "2011-03-01"},
                    {"state": "completed", "on": "2011-04-01", "note": "Done.", "by": "ann"}],
         "follow_up": {"asked_on": "2011-05-27", "asked_by": "ann", "answered_on": "2011-05-28",
                       "new_methods": "yes", "better_cooperation": "dont_know",
                       "remarks": "Thanks.", "answered_by": "ann"},
         "log_entries": ["l1"], "participants": ["p-club"], "by": "ann"},
        {"ref": "case-2", "main_area": 2, "subject": "More help",
         "states": [{"state": "in_progress", "on": "2011-06-01"}]},
    ],
    "log_entries": [
        {"ref": "l3", "requisition": "case-1", "on": "2011-03-15", "text": "We went there.",
         "hours": "2", "by": "ann"},
    ],
}  # fmt: skip
NOTHING = object()


def a_file() -> dict[str, Any]:
    return copy.deepcopy(_FILE)


def with_registers() -> dict[str, Any]:
    """The file with organisations, rosters, ticks and requisitions in it."""
    data = a_file()
    for key, value in copy.deepcopy(_REGISTERS).items():
        data[key] = data[key] + value if key in data else value
    return data


def changed(place: str, value: Any, data: Any = None) -> dict[str, Any]:
    """The file with ``value`` at ``criteria[1].target``; NOTHING takes away what is there."""
    data = a_file() if data is None else data
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


def parse(content: bytes) -> SimpleNamespace:
    """What can be read without a database; ProgramFileError with the faults of the file alone."""
    with translation.override("en"):
        return _parsed(content)


def _parsed(content: bytes) -> SimpleNamespace:
    file = ProgramFile.read(content, SECTIONS)
    references = list(faults_of_references(file.data, SECTIONS))
    rows = {section.key: list(file.rows(section)) for section in SECTIONS}
    if file.faults or references:
        raise ProgramFileError(file.in_order([*file.faults, *references]))
    return SimpleNamespace(header=file.head, **rows)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
