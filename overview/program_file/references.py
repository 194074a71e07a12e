"""What refers to what in a programme file: unknown names, names given twice, circles.

Works on the JSON itself, so that a row with another fault has its references checked all the
same. Whatever is not text or a number here has been named as a fault of shape already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from overview.program_file.faults import FileFault, Place, place_text, shown

# Each list's name for its rows, and the word for one of them.
_NAMED = {
    "main_areas": ("number", "main area"),
    "initiatives": ("ref", "initiative"),
    "organisations": ("ref", "organisation"),
    "consultants": ("ref", "consultant"),
    "funding_sources": ("ref", "funding source"),
    "activities": ("ref", "activity"),
    "budget_lines": ("ref", "budget line"),
    "commitments": ("ref", "commitment"),
    "participants": ("ref", "participant"),
    "criteria": ("ref", "criterion"),
    "requisitions": ("ref", "requisition"),
    "log_entries": ("ref", "log entry"),
}
_WORDS = {name: word for name, (_key, word) in _NAMED.items()} | {"users": "user"}


class Reference(NamedTuple):
    """``keys`` lead to one name or to a list of names; ``to`` is where the name must stand.

    A list on the way, such as a case's states, is searched object by object.
    """

    rows: str
    keys: tuple[str, ...]
    to: str


REFERENCES = (
    Reference("initiatives", ("main_area",), "main_areas"),
    Reference("activities", ("main_area",), "main_areas"),
    Reference("activities", ("initiative",), "initiatives"),
    Reference("activities", ("responsible",), "users"),
    Reference("allocations", ("main_area",), "main_areas"),
    Reference("allocations", ("initiative",), "initiatives"),
    Reference("allocations", ("activities",), "activities"),
    Reference("allocations", ("person",), "users"),
    Reference("budget_lines", ("source",), "funding_sources"),
    Reference("budget_lines", ("initiative",), "initiatives"),
    Reference("budget_lines", ("activity",), "activities"),
    Reference("budget_lines", ("revisions", "by"), "users"),
    Reference("consultants", ("workplace",), "organisations"),
    Reference("participants", ("activity",), "activities"),
    Reference("participants", ("organisation",), "organisations"),
    Reference("participants", ("school",), "organisations"),
    Reference("participants", ("consultant",), "consultants"),
    Reference("participants", ("by",), "users"),
    Reference("criteria", ("main_area",), "main_areas"),
    Reference("criteria", ("initiative",), "initiatives"),
    Reference("criteria", ("activities",), "activities"),
    Reference("criteria", ("denominator", "criteria"), "criteria"),
    Reference("criteria", ("parent",), "criteria"),
    Reference("criteria", ("responsible",), "users"),
    Reference("criteria", ("assessed", "by"), "users"),
    Reference("ticks", ("criterion",), "criteria"),
    Reference("ticks", ("participant",), "participants"),
    Reference("ticks", ("by",), "users"),
    Reference("requisitions", ("main_area",), "main_areas"),
    Reference("requisitions", ("requesters",), "organisations"),
    Reference("requisitions", ("partners",), "organisations"),
    Reference("requisitions", ("responsible",), "users"),
    Reference("requisitions", ("states", "by"), "users"),
    Reference("requisitions", ("follow_up", "asked_by"), "users"),
    Reference("requisitions", ("follow_up", "answered_by"), "users"),
    Reference("requisitions", ("log_entries",), "log_entries"),
    Reference("requisitions", ("participants",), "participants"),
    Reference("requisitions", ("by",), "users"),
    Reference("log_entries", ("activity",), "activities"),
    Reference("log_entries", ("requisition",), "requisitions"),
    Reference("log_entries", ("main_area",), "main_areas"),
    Reference("log_entries", ("by",), "users"),
    Reference("measurements", ("criterion",), "criteria"),
    Reference("measurements", ("log_entry",), "log_entries"),
    Reference("measurements", ("by",), "users"),
    Reference("time_entries", ("activity",), "activities"),
    Reference("time_entries", ("requisition",), "requisitions"),
    Reference("time_entries", ("main_area",), "main_areas"),
    Reference("time_entries", ("by",), "users"),
    Reference("expenses", ("line",), "budget_lines"),
    Reference("expenses", ("settles",), "commitments"),
    Reference("expenses", ("by",), "users"),
    Reference("commitments", ("line",), "budget_lines"),
    Reference("commitments", ("by",), "users"),
)


def faults_inside(data: Mapping[str, Any]) -> list[FileFault]:
    """Everything that the file alone decides: no users, no database."""
    return [
        *_faults_of_names(data),
        *faults_against(_known(data), data),
        *_faults_of_lists(data),
        *_faults_of_parents(data),
        *_faults_of_classes(data),
        *_faults_of_rosters(data),
    ]


def faults_against(known: Mapping[str, Set[str]], data: Mapping[str, Any]) -> Iterator[FileFault]:
    """The references to a name that ``known`` has not, among those whose target it holds."""
    for reference in REFERENCES:
        if reference.to not in known:
            continue
        for at, row in _rows(data, reference.rows):
            for place, name in _names(row, reference.keys, at):
                if name not in known[reference.to]:
                    # The name tells enough: criteria[3].denominator, not .denominator.criteria[0].
                    where = place[:3] if reference.to == "criteria" else place
                    yield FileFault(where, f"no {_WORDS[reference.to]} «{shown(name)}»")


def _rows(data: Mapping[str, Any], name: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    listed = data.get(name)
    for position, row in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(row, dict):
            yield (name, position), row


def _text_name(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _area_name(value: object) -> str | None:
    """A main area may be numbered 1 or "1"."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(digits, str) and digits.isascii() and digits.isdigit() and len(digits) < 10:
        return str(int(digits))
    return None


def _names(
    row: Mapping[str, Any], keys: tuple[str, ...], at: Place = ()
) -> Iterator[tuple[Place, str]]:
    """The names that the keys lead to, each with its place; a list of names has one place."""
    named = _area_name if keys == ("main_area",) else _text_name
    key, *further = keys
    value, place = row.get(key), (*at, key)
    if further:
        for inner, inner_place in _objects(value, place):
            yield from _names(inner, tuple(further), inner_place)
        return
    for name in map(named, value if isinstance(value, list) else [value]):
        if name is not None:
            yield place, name


def _objects(value: object, place: Place) -> Iterator[tuple[Mapping[str, Any], Place]]:
    if isinstance(value, dict):
        yield value, place
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            if isinstance(inner, dict):
                yield inner, (*place, position)


def _known(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """The names that each list gives; a list that is none at all is left out."""
    return {
        name: {found for _place, row in _rows(data, name) if (found := _own_name(name, row))}
        for name in _NAMED
        if isinstance(data.get(name, []), list)
    }


def _own_name(rows: str, row: Mapping[str, Any]) -> str | None:
    key, _word = _NAMED[rows]
    return _area_name(row.get(key)) if rows == "main_areas" else _text_name(row.get(key))


def _faults_of_names(data: Mapping[str, Any]) -> Iterator[FileFault]:
    for rows, (key, _word) in _NAMED.items():
        first: dict[str, Place] = {}
        for place, row in _rows(data, rows):
            name = _own_name(rows, row)
            if name is None:
                continue
            if name in first:
                used = place_text(first[name])
                yield FileFault((*place, key), f"«{shown(name)}» is the name of {used} already")
            else:
                first[name] = place


# Lists in which nothing may stand twice. A case has an organisation once, whatever its part in it.
_ONCE = (
    ("criteria", (("activities",),)),
    ("criteria", (("denominator", "criteria"),)),
    ("allocations", (("activities",),)),
    ("organisations", (("classes",),)),
    ("requisitions", (("requesters",), ("partners",))),
    ("requisitions", (("log_entries",),)),
    ("requisitions", (("participants",),)),
)


def _faults_of_lists(data: Mapping[str, Any]) -> Iterator[FileFault]:
    for rows, lists in _ONCE:
        for place, row in _rows(data, rows):
            found: dict[str, list[str]] = {}
            for keys in lists:
                for _at, name in _names(row, keys):
                    found.setdefault(name, []).append(keys[0])
            for name, where in found.items():
                if len(where) > 1:
                    yield FileFault((*place, where[-1]), f"«{shown(name)}» stands more than once")


def _faults_of_classes(data: Mapping[str, Any]) -> Iterator[FileFault]:
    """A class must be one of those that its school lists."""
    classes = {
        name: {found for _at, found in _names(row, ("classes",))}
        for _place, row in _rows(data, "organisations")
        if (name := _text_name(row.get("ref")))
    }
    for place, row in _rows(data, "participants"):
        school, found = _text_name(row.get("school")), _text_name(row.get("class"))
        if school in classes and found and found not in classes[school]:
            yield FileFault((*place, "class"), f"«{shown(school)}» has no class «{shown(found)}»")


def _faults_of_rosters(data: Mapping[str, Any]) -> Iterator[FileFault]:
    """Nobody stands on an activity's roster twice, and nobody is held without a purpose."""
    first: dict[tuple[str | None, ...], Place] = {}
    for place, row in _rows(data, "participants"):
        who = tuple(
            _text_name(row.get(key)) for key in ("organisation", "school", "class", "consultant")
        )
        line = (_text_name(row.get("activity")), *who)
        if any(who) and line in first:
            yield FileFault(place, f"is on the roster already, as {place_text(first[line])}")
        first.setdefault(line, place)
    taking_part = {line[-1] for line in first}
    for place, row in _rows(data, "consultants"):
        name = _text_name(row.get("ref"))
        if name and name not in taking_part:
            yield FileFault(place, "takes part in nothing: people are only kept for a purpose")


def _faults_of_parents(data: Mapping[str, Any]) -> Iterator[FileFault]:
    rows = list(_rows(data, "criteria"))
    parent_of: dict[str, str | None] = {}
    for _place, row in rows:
        if name := _text_name(row.get("ref")):
            parent_of[name] = _text_name(row.get("parent"))
    parents = set(parent_of.values())
    circle = _in_a_circle(parent_of)
    for place, row in rows:
        name = _text_name(row.get("ref"))
        if name in circle:
            yield FileFault((*place, "parent"), "the criteria are parts of each other in a circle")
        if row.get("measure") == "all" and name is not None and name not in parents:
            yield FileFault(
                (*place, "measure"),
                "«all» is met by its sub-criteria and has none: name it as the parent of one",
            )


def _in_a_circle(parent_of: Mapping[str, str | None]) -> set[str]:
    found: set[str] = set()
    checked: set[str] = set()
    for start in parent_of:
        path: list[str] = []
        name: str | None = start
        while name is not None and name in parent_of and name not in checked:
            checked.add(name)
            path.append(name)
            name = parent_of[name]
        if name in path:
            found.update(path[path.index(name) :])
    return found
