"""What PostgreSQL plans once for a connection; SQLite gets each statement as it is written."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from core import prepared
from core.statements import marks, rows_of

pytestmark = pytest.mark.django_db

SUM = "SELECT CAST(%s AS integer) + CAST(%s AS integer)"


@pytest.fixture
def plans(on_postgresql):
    """The statements that the connection holds now, beside those it held before."""

    def held() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, statement FROM pg_prepared_statements")
            return set(cursor.fetchall())

    before = held()
    return lambda: [statement for _name, statement in held() - before]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("CAST(%s AS integer)", 7),
        ("CAST(%s AS bigint)", 2**40),
        ("%s", "Rødder & «50 %s» 100 %"),
        ("%s", "');--"),
        ("CAST(%s AS integer)", None),
    ],
)
def test_a_value_comes_back_as_it_went(written, value):
    for _ in range(2):
        assert rows_of(f"SELECT {written}", [value]) == [(value,)]


def test_days_and_amounts_are_compared_as_such():
    sql = "SELECT CASE WHEN %s > %s AND CAST(%s AS numeric) > CAST(%s AS numeric) THEN 1 ELSE 0 END"
    days = [datetime.date(2011, 12, 1), datetime.date(2011, 2, 1)]
    assert rows_of(sql, [*days, Decimal("10.5"), Decimal("9.25")]) == [(1,)]


def test_a_statement_without_values_needs_no_list():
    assert rows_of("SELECT 1", []) == [(1,)]


def test_is_planned_once(plans):
    assert [rows_of(SUM, [1, 2]), rows_of(SUM, [3, 4])] == [[(3,)], [(7,)]]
    assert len(plans()) == 1


def test_a_longer_list_is_another_statement(plans):
    for values in ([1], [1, 2], [3], [4, 5]):
        rows_of(f"SELECT 1 WHERE 1 IN ({marks(values)})", values)
    assert len(plans()) == 2


def test_counts_as_one_query(on_postgresql, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows_of("SELECT 'prepared and executed'", [])


def test_with_too_many_all_are_let_go(plans, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    for number in range(7):
        assert rows_of(f"SELECT {number}", []) == [(number,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] <= 3
    assert rows_of("SELECT 0", []) == [(0,)]


def test_a_lent_connection_keeps_nothing(plans, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert rows_of(SUM, [1, 2]) == [(3,)]
    assert plans() == []


def test_a_new_connection_knows_nothing_of_the_old(transactional_db, on_postgresql):
    rows_of(SUM, [1, 2])
    connection.close()
    assert rows_of(SUM, [1, 2]) == [(3,)]


def test_a_faulty_statement_is_refused_as_any_other_and_can_be_mended(on_postgresql):
    for _ in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows_of("SELECT nothing_of_the_kind", [])
    assert rows_of("SELECT 1", []) == [(1,)]
