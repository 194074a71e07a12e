"""Saving what a workbook changes in a programme, each part by the services of its screen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from activities.models import Place
from exchange.rules.comparing import Compared
from exchange.services.drafts import fields_given, has_position
from exchange.services.sections import SECTIONS
from exchange.services.sections.allocations import NewAllocation
from exchange.services.sections.budget_lines import NewLine
from exchange.services.sections.criteria import NewCriterion
from exchange.services.workbooks.plans import HEAD, HEAD_KEYS
from indicators.rules.revisions import REVISED
from indicators.services.configuring import Changed, save_criterion
from programs.services.parts import save_part

if TYPE_CHECKING:
    from accounts.models import User
    from exchange.services.drafts import Draft
    from exchange.services.section import Section
    from programs.models import Program

# Set by itself: the parent once all are saved.
UNTOUCHED = ("position", "parent")
OWN = [name for name in REVISED if name not in ("base_criteria", "planned_points")]
Made = Mapping[str, Sequence[tuple[str, Any]]]


@dataclass(frozen=True)
class Why:
    """Who changes it, why, and from when it holds: None for today."""

    by: User
    reason: str = ""
    holds_from: datetime.date | None = None


class Applying:
    """Saves the parts that were made and checked, where they differ from those that stand."""

    def __init__(self, why: Why, program: Program, kinds: Mapping[str, Compared]) -> None:
        self.why, self.program, self.kinds = why, program, kinds
        # What stands for each record that was made, by the made one's identity.
        self.stands: dict[int, Any] = {}
        self.by_ref: dict[str, Any] = {}  # of criteria

    def save(self, draft: Draft, made: Made) -> None:
        self.stands[id(draft.program)] = self.program
        if HEAD in self.kinds and self.kinds[HEAD].changes:
            for change in self.kinds[HEAD].changes:
                name = HEAD_KEYS.get(change.key, change.key)
                setattr(self.program, name, getattr(draft.program, name))
            self._save_part(self.program)
        for section in SECTIONS:
            if section.is_configured and section.key in self.kinds:
                self._save_section(section, made[section.key])

    def _save_section(self, section: Section, made: Sequence[tuple[str, Any]]) -> None:
        kind, stored = self.kinds[section.key], self._stored(section)
        touched = {change.name for change in kind.changes}
        last = self._last_position(section)
        pairs = [(name, stored.get(name), _record_of(row), row) for name, row in made]
        for _name, part, of, row in pairs:
            self.stands[id(of)] = part or of
            if isinstance(row, NewCriterion):
                self.by_ref[of.ref] = part or of
        new = [(of, row) for _name, part, of, row in pairs if part is None]
        for of, row in _in_turn(new):
            last += 1
            if has_position(section.model) and not kind.is_sorted_anew:
                of.position = last
            self._take_over(section, of, of)
            self._save_record(of, row, is_first=True)
        for name, part, of, row in pairs:
            is_new = part is None
            if part is not None and name in touched:
                before = _demanded(part) if isinstance(row, NewCriterion) else {}
                self._take_over(section, part, of)
                self._save_record(part, row, before)
            elif is_new and isinstance(row, NewCriterion) and row.base_criteria:
                save_part(by=self.why.by, part=of, ties=self._bases(row))
            if part is not None and kind.is_sorted_anew and part.position != of.position:
                part.position = of.position
                self._save_part(part)

    def _stored(self, section: Section) -> dict[str, Any]:
        rows = section.found(self.program)
        if section.called:
            return {str(getattr(row, section.called)): row for row in rows}
        return {f"{section.prefix}{row.pk}": row for row in rows}

    def _last_position(self, section: Section) -> int:
        if not has_position(section.model):
            return 0
        rows = section.found(self.program).order_by()
        return rows.aggregate(last=Max("position"))["last"] or 0

    def _take_over(self, section: Section, part: Any, of: Any) -> None:
        """Give a part what was made, with what stands in place of what was made beside it."""
        told = {name for name, _way in fields_given(section)} | set(section.worked_out)
        told |= set(section.shape.model_fields) | {"program"}
        for column in part._meta.concrete_fields:
            if column.name not in told or column.name in UNTOUCHED:
                continue
            value = getattr(of, column.name)
            if isinstance(value, Place):
                value = Place.objects.get_or_create(name=value.name)[0]
            elif column.is_relation and value is not None:
                value = self.stands.get(id(value), value)
            setattr(part, column.name, value)

    def _save_part(self, part: Any, ties: Mapping[str, Any] | None = None) -> None:
        save_part(by=self.why.by, part=part, ties=ties, reason=self.why.reason)

    def _save_record(
        self,
        part: Any,
        record: Any,
        before: Mapping[str, Any] | None = None,
        *,
        is_first: bool = False,
    ) -> None:
        if isinstance(record, NewCriterion):
            self._save_criterion(part, record, before or {}, is_first=is_first)
        elif isinstance(record, NewAllocation):
            self._save_part(part, {"activities": self._standing(record.activities)})
        else:
            self._save_part(part)

    def _save_criterion(
        self, part: Any, record: NewCriterion, before: Mapping[str, Any], *, is_first: bool
    ) -> None:
        part.parent = self._parent_of(record)
        ties = {"activities": self._standing(record.activities)}
        # Of new ones, all are saved before they are each other's denominators.
        ties |= {"base_criteria": []} if is_first else self._bases(record)
        points = [(point.on, point.value) for point in record.points]
        after = {name: getattr(part, name) for name in OWN}
        after |= {"base_criteria": ties["base_criteria"], "planned_points": points}
        revised = [name for name in REVISED if name in before and before[name] != after[name]]
        save_criterion(
            by=self.why.by,
            criterion=part,
            ties=ties,
            points=points,
            options=_options(part, record),
            reason=self.why.reason,
            changed=Changed(
                {name: before[name] for name in revised},
                {name: after[name] for name in revised},
                self.why.holds_from,
            ),
        )

    def _parent_of(self, record: NewCriterion) -> Any:
        if record.parent is None:
            return None
        return self.by_ref[record.parent]

    def _bases(self, record: NewCriterion) -> dict[str, list[Any]]:
        return {"base_criteria": self._standing(record.base_criteria)}

    def _standing(self, records: Iterable[Any]) -> list[Any]:
        return [self.stands.get(id(record), record) for record in records]


def _record_of(record: Any) -> Any:
    """The row itself, of what comes with others."""
    match record:
        case NewCriterion():
            return record.criterion
        case NewAllocation():
            return record.allocation
        case NewLine():
            return record.line
        case _:
            return record


def _in_turn(new: Sequence[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Parents before their children."""
    waiting = list(new)
    while waiting:
        refs = {of.ref for of, row in waiting if isinstance(row, NewCriterion)}
        ready = [each for each in waiting if getattr(each[1], "parent", None) not in refs]
        yield from ready
        waiting = [each for each in waiting if each not in ready]


def _demanded(criterion: Any) -> dict[str, Any]:
    """What the criterion demands before it is changed."""
    return {
        **{name: getattr(criterion, name) for name in OWN},
        "base_criteria": list(criterion.base_criteria.all()),
        "planned_points": list(criterion.planned_points.values_list("on", "value")),
    }


def _options(part: Any, record: NewCriterion) -> Any:
    """What the criterion chooses for its source; None where that is as it stands."""
    options = next(iter(record.options.values()), None)
    if options is None:
        return None
    known = type(options).objects.filter(criterion=part).first() if part.pk else None
    if known is None:
        return options
    names = [column.name for column in known._meta.concrete_fields if not column.is_relation]
    changed = [
        name for name in names if name != "id" and getattr(known, name) != getattr(options, name)
    ]
    for name in changed:
        setattr(known, name, getattr(options, name))
    return known if changed else None
