"""A generated programme on its way to the tables, and what all of its rows are drawn from."""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from accounts.models import User
from core.records import RetractableRow
from demo.services.generation.words import REASONS
from exchange.services.drafts import recorded
from programs.models import MainArea, Program


@dataclass
class Made:
    """``rows`` are by the sections that save them. The same draws, the same rows."""

    program: Program
    day: datetime.date
    people: Sequence[User]
    draw: random.Random
    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    _turns: count = field(default_factory=count)

    def happens(self, chance: float) -> bool:
        return self.draw.random() < chance

    def any_day(self, first: datetime.date | None = None) -> datetime.date:
        """From the first, or the programme's own, to the day itself."""
        first = first or self.program.starts_on
        return first + datetime.timedelta(self.draw.randint(0, (self.day - first).days))

    def of_area(self, section: str, area: MainArea) -> list[Any]:
        return [row for row in self.rows[section] if row.main_area is area]

    def by(self, on: datetime.date, person: User | None = None) -> dict[str, Any]:
        """Who recorded a row that evening: somebody, where nobody is named."""
        person = person or self.draw.choice(self.people)
        return {"recorded_by": person, "recorded_at": recorded(on, next(self._turns) % 1_000_000)}

    def retract_some(self, rows: Iterable[RetractableRow], chance: float = 0.01) -> None:
        for row in rows:
            if self.happens(chance):
                row.retracted_at = row.recorded_at + datetime.timedelta(hours=20)
                row.retracted_by = row.recorded_by
                row.retraction_reason = self.draw.choice(REASONS)
