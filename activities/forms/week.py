"""The form of a week: a box for each row and day, read by one strict field."""

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from activities.forms.hours import HoursField
from activities.queries.week import TypedWeek, days_of
from activities.queries.week_cells import CellKey, Key, subjects_of
from activities.services.week import CellChange, WeekFault
from core.clock import today
from core.forms.confirmation import ConfirmingForm
from core.hours import to_the_minute

KEY = re.compile(r"[am][0-9]{1,18}")
MOST_ROWS = 100
MOST_TYPED = 20  # characters that are shown again of what nobody could read


def known_keys(texts: Iterable[str]) -> list[Key]:
    """The row keys among what an address or a form says, each once."""
    return list(dict.fromkeys(text for text in texts if KEY.fullmatch(text)))[:MOST_ROWS]


class WeekForm(ConfirmingForm):
    """What was typed into a week, against what stood there when it was opened.

    A box whose hours are as they were is no change, so two open windows do not undo each other.
    """

    hours = HoursField(required=False)

    def __init__(self, data: Any, *, monday: datetime.date) -> None:
        super().__init__(data)
        self.boxes = self.fields.pop("hours")
        self.days = days_of(monday)
        self.keys = known_keys(data.getlist("row"))
        self.changes: list[CellChange] = []
        self.texts: dict[str, str] = {}
        self.before: dict[str, Decimal | None] = {}
        self.wrong: set[str] = set()
        self.unreadable: dict[CellKey, str] = {}
        self.faults: Sequence[WeekFault] = ()

    def clean(self) -> dict[str, Any]:
        for key in self.keys:
            opened = self.data.get(f"was-{key}", "").split("|")
            for number, day in enumerate(self.days):
                before = _stored(opened[number]) if number < len(opened) else None
                self._read(CellKey(key, day), before)
        if self.unreadable:
            self._refuse_unreadable()
        return self.cleaned_data

    def _read(self, slot: CellKey, before: Decimal | None) -> None:
        name = slot.name
        text = self.data.get(name)
        if text is None or slot.day > today():
            return
        try:
            # No hours and nought hours are the same to those who type them.
            after = self.boxes.clean(text) or None
        except ValidationError as error:
            self.unreadable[slot] = f"»{text.strip()[:MOST_TYPED]}«: {' '.join(error.messages)}"
        else:
            if after == before:
                return
            self.changes.append(CellChange(slot, before, after))
        self.texts[name], self.before[name] = text[:MOST_TYPED], before

    def _refuse_unreadable(self) -> None:
        """Each by its row and day; the rows' names are only asked for here."""
        subjects = subjects_of(slot.key for slot in self.unreadable)
        faults = []
        for slot, message in self.unreadable.items():
            subject = subjects.get(slot.key)
            place = f"{subject}, {slot.day_name}: " if subject else ""
            faults.append(WeekFault(f"{place}{message}", [slot] if subject else ()))
        self.refuse(faults)
        self.add_error(None, ValidationError([fault.message for fault in faults]))

    def refuse(self, faults: Sequence[WeekFault]) -> None:
        """What the service had to say. A cell that others have changed is opened anew."""
        self.faults = faults
        for fault in faults:
            for slot in fault.slots:
                self.wrong.add(slot.name)
                if fault.is_conflict:
                    self.before.pop(slot.name, None)

    @property
    def typed(self) -> TypedWeek:
        return TypedWeek(self.texts, self.before, self.wrong)


def _stored(text: str) -> Decimal | None:
    """What a cell held, as the form has carried it; whatever else it says is a change."""
    try:
        hours = Decimal(text) if text and len(text) <= MOST_TYPED else None
    except InvalidOperation:
        return None
    return to_the_minute(hours) if hours is not None and _is_of_a_day(hours) else None


def _is_of_a_day(hours: Decimal) -> bool:
    return hours.is_finite() and 0 <= hours <= 1000
