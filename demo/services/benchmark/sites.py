"""A served build as it is measured: changed a little, read and saved to, beside an empty page."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from demo.rules import AGAIN, EMPTY, FIRST, SAVED, UNCHANGED, Page
from demo.services.benchmark.visits import Clock, Fields, Visitor


class Site:
    """Two people on one server: one measures pages, the other changes what stands on them."""

    def __init__(self, facts: Mapping[str, Any], reader: Visitor, writer: Visitor) -> None:
        self.facts, self.reader, self.writer = facts, reader, writer
        self.numbers = itertools.count(1)
        # What boxes of hours hold, as far as it was saved here.
        self.held = {(facts["activity"], facts["today"]): facts["hours"]}

    @classmethod
    def at(cls, port: int, facts: Mapping[str, Any], clock: Clock) -> Site:
        reader, writer = (Visitor(port, facts[name], clock) for name in ("reader", "writer"))
        return cls(facts, reader, writer)

    def address_of(self, page: Page) -> str:
        return page.path.format_map(self.facts)

    def read(self, page: Page) -> tuple[dict[str, float], int]:
        """Milliseconds by moment, and the bytes of the page."""
        path = self.address_of(page)
        self._change()
        first, again = self.reader.get(path), self.reader.get(path)
        taken = {FIRST: first.milliseconds, AGAIN: again.milliseconds}
        if etag := again.headers.get("ETag"):
            third = self.reader.get(path, {"If-None-Match": etag})
            if third.status == 304:
                taken[UNCHANGED] = third.milliseconds
        return self._beside_empty(taken), len(again.body)

    def save(self, page: Page) -> tuple[dict[str, float], int]:
        fields = self._results() if page.fields == "results" else self._quiet_week()
        answer = self.reader.post(self.address_of(page), fields)
        return self._beside_empty({SAVED: answer.milliseconds}), 0

    def _beside_empty(self, taken: dict[str, float]) -> dict[str, float]:
        # The first of two still pays for tidying up after the page.
        _first, second = (self.reader.get("/benchmark/empty/") for _ in range(2))
        return taken | {EMPTY: second.milliseconds}

    def _change(self) -> None:
        """Other hours today at one activity: figures change, and the programme does not grow."""
        fields = self._hours([self.facts["activity"]], [self.facts["today"]])
        self.writer.post(f"/hours/{self.facts['this_week']}/", fields)

    def _quiet_week(self) -> Fields:
        """Ten rows of seven quiet days, every box with other hours than it holds."""
        monday = datetime.date.fromisoformat(f"{self.facts['quiet_week']}-1")
        days = [monday + datetime.timedelta(number) for number in range(7)]
        return self._hours(self.facts["activities"], [day.isoformat() for day in days])

    def _hours(self, activities: Sequence[int], days: Sequence[str]) -> Fields:
        fields: list[tuple[str, str]] = []
        for activity in activities:
            key = f"a{activity}"
            fields += [("row", key), (f"was-{key}", self._opened(activity, days[0]))]
            for day in days:
                hours = "1.5" if self.held.get((activity, day)) == "1" else "1"
                self.held[activity, day] = hours
                fields.append((f"{key}-{day}", hours.replace(".", ",")))
        return fields

    def _opened(self, activity: int, day: str) -> str:
        """What the week with the day held in the activity's row: «7.5||||||»."""
        first = datetime.date.fromisoformat(day)
        monday = first - datetime.timedelta(first.weekday())
        week = [(monday + datetime.timedelta(number)).isoformat() for number in range(7)]
        return "|".join(self.held.get((activity, one), "") for one in week)

    def _results(self) -> Fields:
        """A day at the activity, with a result for each of its criteria."""
        on = datetime.date.fromisoformat(self.facts["in_time"])
        # Others each time: the same figure twice on a day is asked about.
        number = next(self.numbers)
        typed = {
            "submission": str(uuid.uuid4()),
            "on": f"{on:%d-%m-%Y}",
            "text": "Foreningerne stod selv for programmet, og alle ti tal er talt op samme aften.",
            # Little enough for the rounds of a whole run to fit in the day.
            "hours": "0,05",
            "attendance": str(140 + number),
        }
        for criterion in self.facts["criteria"]:
            prefix = f"c{criterion['pk']}-"
            if criterion["measure"] == "count":
                typed[f"{prefix}value"] = str(number)
            elif criterion["measure"] == "milestone":
                typed[f"{prefix}done"] = "yes"
            else:
                typed[f"{prefix}numerator"] = str(number)
                if not criterion["base"]:
                    typed[f"{prefix}denominator"] = str(45 + number)
        return list(typed.items())
