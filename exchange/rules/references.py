"""What refers to what in a programme file: unknown names, names given twice.

Works on the JSON itself, so that a row with another fault has its references checked all the
same. Whatever is not text or a number here has been named as a fault of shape already.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from django.utils.translation import gettext as _

from exchange.rules.faults import THERE, FileFault, Place, shown
from exchange.rules.kinds import USERS, Data, Kind, objects, objects_in, text_name


def faults_of_references(
    data: Data, kinds: Sequence[Kind], users: Set[str] | None = None
) -> Iterator[FileFault]:
    """Everything that the file alone decides; who is a user, only where ``users`` are given."""
    for kind in kinds:
        yield from _names_given_twice(data, kind)
    known: dict[str, tuple[Kind, Set[str] | None]]
    known = {kind.key: (kind, _own_names(data, kind)) for kind in kinds if kind.word}
    if users is not None:
        known[USERS.key] = USERS, users
    for kind in kinds:
        yield from _unknown_names(data, kind, known)
    for kind in kinds:
        yield from _twice_in_a_list(data, kind)
    for kind in kinds:
        yield from kind.faults(data)


def _own_names(data: Data, kind: Kind) -> set[str] | None:
    """The names that the list gives; None where it is no list at all."""
    if not isinstance(data.get(kind.key, []), list):
        return None
    names = (kind.name_of(row.get(kind.named_by)) for _place, row in objects(data, kind.key))
    return {name for name in names if name}


def _names_given_twice(data: Data, kind: Kind) -> Iterator[FileFault]:
    first: dict[str, Place] = {}
    for place, row in objects(data, kind.key) if kind.word else ():
        name = kind.name_of(row.get(kind.named_by))
        if name in first:
            words = {"name": shown(name), "place": THERE}
            message = _("«%(name)s» is the name of %(place)s already") % words
            yield FileFault((*place, kind.named_by), message, first[name])
        elif name:
            first[name] = place


def _unknown_names(
    data: Data, kind: Kind, known: Mapping[str, tuple[Kind, Set[str] | None]]
) -> Iterator[FileFault]:
    wanted = [
        (keys.split("."), *known[target]) for keys, target in kind.refers.items() if target in known
    ]
    for at, row in objects(data, kind.key):
        for keys, target, names in wanted:
            if names is None or keys[0] not in row:
                continue
            for place, value in _values(row, keys, at):
                name = target.name_of(value)
                if name is not None and name not in names:
                    # The name tells enough: criteria[3].denominator, not .denominator.criteria[0].
                    where = place[:3] if target.key == kind.key else place
                    words = {"kind": _(target.word), "name": shown(name)}
                    yield FileFault(where, _("no %(kind)s «%(name)s»") % words)


def _values(
    row: Mapping[str, Any], keys: Sequence[str], at: Place
) -> Iterator[tuple[Place, object]]:
    """What the keys lead to, each with its place; a list of names has one place.

    A list on the way, such as a case's states, is searched object by object.
    """
    key, *further = keys
    value, place = row.get(key), (*at, key)
    if further:
        within = [(place, value)] if isinstance(value, dict) else objects_in(value, place)
        for inner_place, inner in within:
            yield from _values(inner, further, inner_place)
    else:
        for one in value if isinstance(value, list) else (value,):
            yield place, one


def _twice_in_a_list(data: Data, kind: Kind) -> Iterator[FileFault]:
    if not kind.once:
        return
    for place, row in objects(data, kind.key):
        for lists in kind.once:
            found: dict[str, list[str]] = {}
            for keys in lists:
                for _place, value in _values(row, keys.split("."), place):
                    if name := text_name(value):
                        found.setdefault(name, []).append(keys.partition(".")[0])
            for name, where in found.items():
                if len(where) > 1:
                    message = _("«%s» stands more than once") % shown(name)
                    yield FileFault((*place, where[-1]), message)
