"""What the objects of a programme file have in common, and its head: what stands beside its lists.

A key without a default must be there.
"""

from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from exchange.rules.faults import Place
from exchange.rules.values import Amount, Day, Filled, Small, Text, refused
from programs.models.basis import Basis


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
    def _one_subject(self) -> Self:
        if [self.activity, self.requisition, self.main_area].count(None) != 2:
            raise refused("give one of an activity, a requisition and a main area")
        return self


class Retracted(Shape):
    reason: Filled
    on: Day


class Adopted(Shape):
    on: Day
    reference: Filled


class Staff(Shape):
    """The programme's full-time equivalents; ``hours`` are a year's of one of them."""

    total: Amount
    basis: Basis = Basis.GROSS
    hours: Amount | None = None


class Head(Shape):
    slug: Filled
    title: Filled
    starts_on: Day
    ends_on: Day
    annex: Text = ""
    purpose: Text = ""
    policy: Text = ""
    method: Text = ""
    on_track_from: Amount = Decimal(90)
    at_risk_from: Amount = Decimal(75)
    follow_up_weeks: Small = 8
    min_response: Amount = Decimal(50)
    fte: Staff | None = None
    adopted: Adopted | None = None
