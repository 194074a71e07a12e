"""What every object in a programme file has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, PrivateAttr

from overview.program_file.faults import Place


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
