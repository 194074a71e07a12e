"""What the objects of a programme file have in common, and its head: what stands beside its lists.

A key without a default must be there.
"""

from copy import copy
from decimal import Decimal
from functools import cache
from typing import Any, Self

from django.utils.translation import gettext as _
from pydantic import (
    BaseModel,
    ConfigDict,
    PrivateAttr,
    ValidationError,
    WrapValidator,
    create_model,
    model_validator,
)

from exchange.rules.faults import Place
from exchange.rules.values import Amount, Day, Filled, Small, Text, refused
from programs.models.basis import Basis


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def fault_of_all(self) -> str:
        """What is wrong with its keys taken together; a key of a wrong shape is as it was given."""
        return ""

    @model_validator(mode="after")
    def _all_together(self) -> Self:
        if message := self.fault_of_all():
            raise refused(message)
        return self


@cache
def _lenient(shape: type[Shape]) -> type[BaseModel]:
    """The shape's keys, each of which may be missing, or wrong and is then kept as it was given."""

    def given(value: Any, read: Any) -> Any:
        try:
            return read(value)
        except ValidationError:
            return value

    fields: dict[str, Any] = {}
    for name, known in shape.model_fields.items():
        field = copy(known)
        field.metadata, field.discriminator = [*known.metadata, WrapValidator(given)], None
        if known.is_required():
            field.default = None
        fields[name] = (known.annotation, field)
    return create_model(shape.__name__, **fields)


def read_leniently(shape: type[Shape], raw: dict[str, Any]) -> Any:
    """What can be read of an object with faults in it: as the shape, but nothing is checked."""
    return _lenient(shape).model_validate(raw)


class Row(Shape):
    """One of a list; ``at`` is where it stands in the file.

    One that ``stood`` in a system as it stands here is not asked about again.
    """

    _at: Place = PrivateAttr(default=())
    _stood: bool = PrivateAttr(default=False)

    @property
    def at(self) -> Place:
        return self._at

    @property
    def stood(self) -> bool:
        return self._stood

    @property
    def position(self) -> int:
        return int(self._at[-1])


class SubjectRow(Row):
    """What happened on a day, at one thing of the programme."""

    activity: Filled | None = None
    requisition: Filled | None = None
    main_area: Small | None = None
    on: Day

    def fault_of_all(self) -> str:
        if [self.activity, self.requisition, self.main_area].count(None) != 2:
            return _("give one of an activity, a requisition and a main area")
        return ""


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
