"""What PostgreSQL plans once for a connection; SQLite gets each statement as it is written."""

import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from core import prepared
from core.statements import placeholders, rows_of
from indicators.models.choices import Status

pytestmark = pytest.mark.django_db

MARCH, JULY = datetime.date(2011, 3, 1), datetime.date(2011, 7, 1)


@pytest.fixture
def total():
    """A statement that nobody else has asked for."""
    return f"SELECT CAST(%s AS integer) + CAST(%s AS integer) /* {uuid4()} */"


@pytest.fixture
def plans(on_postgresql):
    """The statements that the connection has come to hold since."""

    def held() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, statement FROM pg_prepared_statements")
            return set(cursor.fetchall())

    before = held()
    return lambda: held() - before


@pytest.mark.parametrize(
    ("written", "value", "back"),
    [
        ("CAST(%s AS integer)", 7, 7),
        ("CAST(%s AS bigint)", 2**40, 2**40),
        ("%s", "Rødder & «50 %s» 100 %", "Rødder & «50 %s» 100 %"),
        ("%s", "');--", "');--"),
        ("%s", Status.MET, "met"),
        ("CAST(%s AS integer)", None, None),
        ("CASE WHEN 2 IN (1, %s) THEN 1 ELSE 0 END", 2, 1),
        ("CASE WHEN 2 IN (1, %s) THEN 1 ELSE 0 END", None, 0),
        ("CASE WHEN '100 %%' LIKE '1%%' THEN %s END", "yes", "yes"),
    ],
)
def test_a_value_is_the_same_each_time(written, value, back):
    for _ in range(2):
        assert rows_of(f"SELECT {written}", [value]) == [(back,)]


@pytest.mark.parametrize(
    ("written", "values", "result"),
    [
        ("%s - %s", [JULY, MARCH], 122),
        ("%s > %s", [Decimal("10.5"), Decimal("9.25")], True),
        ("%s > %s", [10, 9], True),
        ("%s AND NOT %s", [True, False], True),
        (
            "%s - %s = INTERVAL '1 hour'",
            [datetime.datetime(2011, 3, 1, hour, tzinfo=datetime.UTC) for hour in (12, 11)],
            True,
        ),
    ],
)
def test_values_keep_their_types(on_postgresql, written, values, result):
    assert rows_of(f"SELECT {written}", values) == [(result,)]


def test_a_statement_without_values_needs_no_list():
    assert rows_of("SELECT 1", []) == [(1,)]


def test_is_planned_once(plans, total):
    assert [rows_of(total, [1, 2]), rows_of(total, [3, 4])] == [[(3,)], [(7,)]]
    assert len(plans()) == 1


def test_the_same_values_of_another_statement_are_not_confused(plans, total):
    other = total.replace("+", "*")
    assert [rows_of(total, [3, 4]), rows_of(other, [3, 4])] == [[(7,)], [(12,)]]
    assert len({name for name, _statement in plans()}) == 2


def test_a_name_is_the_same_on_each_connection(transactional_db, plans, total):
    rows_of(total, [1, 2])
    before = plans()
    connection.close()
    assert rows_of(total, [1, 2]) == [(3,)]
    assert {name for name, _statement in before} <= {name for name, _statement in plans()}


def test_a_longer_list_is_another_statement(plans, total):
    for values in ([1], [1, 2], [3], [4, 5]):
        rows_of(f"{total} WHERE 1 IN ({placeholders(values)})", [1, 1, *values])
    assert len(plans()) == 2


def test_counts_as_one_query(on_postgresql, total, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows_of(total, [1, 2])


def test_the_one_that_rested_longest_is_let_go(transactional_db, plans, total, monkeypatch):
    connection.close()
    monkeypatch.setattr(prepared, "MOST", 3)
    texts = [total.replace("+", sign) for sign in ("+", "-", "*", "/")]
    for text in [*texts[:3], texts[0], texts[3]]:
        rows_of(text, [8, 2])

    held = {statement for _name, statement in plans()}
    assert [
        any(sign in statement for statement in held) for sign in ("+ C", "- C", "* C", "/ C")
    ] == [
        True,
        False,
        True,
        True,
    ]
    assert [rows_of(text, [8, 2]) for text in texts] == [[(10,)], [(6,)], [(16,)], [(4,)]]


def test_a_lent_connection_keeps_nothing(plans, total, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert rows_of(total, [1, 2]) == [(3,)]
    assert not plans()


def test_a_faulty_statement_is_refused_as_any_other_and_can_be_mended(on_postgresql):
    for _ in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows_of("SELECT nothing_of_the_kind", [])
    assert rows_of("SELECT 1", []) == [(1,)]
