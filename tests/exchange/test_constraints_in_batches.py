"""Constraints are asked about many rows in one go, and say what each would say of each row."""

import datetime
import random
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from exchange.services.checking import refused_by_constraints
from exchange.services.loading import load_program
from exchange.services.traces import TRACES
from tests.exchange.files import a_file, raw

DAYS = [datetime.date(2011, 2, 1), datetime.date(2011, 6, 30), datetime.date(2012, 1, 1)]
EVENING = datetime.datetime(2011, 6, 18, 18, tzinfo=datetime.UTC)
VALUES = {
    "DateField": [None, *DAYS],
    "DateTimeField": [None, EVENING],
    "DecimalField": [None, *map(Decimal, ("-1", "0", "0.5", "24", "100.25"))],
    "BooleanField": [True, False],
    "PositiveSmallIntegerField": [None, 0, 1, 9, 1441],
    "PositiveIntegerField": [None, 0, 1, 9],
}


def a_value(field: models.Field, draw: random.Random) -> object:
    if field.choices:
        return draw.choice(["", *(value for value, _label in field.choices)])
    return draw.choice(VALUES.get(field.get_internal_type(), ["", "Some text"]))


def some_rows(model: type[models.Model], number: int) -> list[models.Model]:
    draw = random.Random(model._meta.label)
    own = [field for field in model._meta.concrete_fields if not field.is_relation]
    return [
        model(**{field.name: a_value(field, draw) for field in own if not field.primary_key})
        for _turn in range(number)
    ]


def asked_one_by_one(row: models.Model) -> set[str]:
    relations = {field.name for field in row._meta.fields if field.is_relation}
    found = set()
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(row), row, exclude=relations)
            except ValidationError:
                found.add(constraint.name)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("model", [trace.model for trace in TRACES])
def test_a_batch_is_refused_as_its_rows_are_one_by_one(model):
    rows = some_rows(model, 40)
    found = [set() for _row in rows]
    for position, constraint in refused_by_constraints(rows):
        found[position].add(constraint.name)
    assert found == [asked_one_by_one(row) for row in rows]


def test_results_cost_far_less_than_a_query_each(ann):
    data = a_file()
    data["measurements"] = [
        {"criterion": "guests", "on": "2011-06-18", "value": str(number)} for number in range(600)
    ]
    with CaptureQueriesContext(connection) as asked:
        load_program(raw(data))
    assert len(asked) < 150
