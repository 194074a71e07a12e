"""What every object in a programme file has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from overview.program_file.faults import Place
from overview.program_file.values import Day, Filled, Small, refused


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Shape):
    """One of a list; ``at`` is where it stands in the file."""

    _at: Place = PrivateAttr(default=())

    @property
    def at(self) -> Place:
        return self._at

    @property
    def position(self) -> int:
        return int(self._at[-1])


class SubjectRow(Row):
    """What happened on a day, at one thing of the programme."""

    activity: Filled | None = None
    requisition: Filled | None = None
    main_area: Small | None = None
    on: Day

    @model_validator(mode="after")
    def _one_subject(self) -> SubjectRow:
        if [self.activity, self.requisition, self.main_area].count(None) != 2:
            raise refused("give one of an activity, a requisition and a main area")
        return self
