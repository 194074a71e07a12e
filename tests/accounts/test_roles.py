"""What each role may do: the customer's table, word for word, against the code's."""

import pytest

from accounts.models import User
from accounts.models.roles import ALLOWED, May, Role

#                          reader consultant manager admin
TABLE = """
SEE_FILES                  -      yes        yes     yes
SEE_PEOPLE                 -      yes        yes     -
LOG                        -      yes        yes     yes
KEEP_REGISTERS             -      yes        yes     yes
CORRECT_ALL                -      -          yes     yes
JUDGE                      -      -          yes     -
SEE_ALL_HOURS              -      -          yes     yes
BOOK_EXPENSES              -      -          yes     yes
KEEP_MONEY                 -      -          yes     yes
SEE_DRAFTS                 -      yes        yes     yes
WRITE_SECTIONS             -      yes        yes     -
ISSUE_REPORTS              -      -          yes     -
SEE_CONFIGURATION          -      -          yes     yes
CONFIGURE                  -      -          -       yes
"""
COLUMNS = (Role.READER, Role.CONSULTANT, Role.MANAGER, Role.ADMIN)
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def test_the_table_names_every_right_and_every_role():
    assert {right for right, *_cells in ROWS} == {right.name for right in May}
    assert set(COLUMNS) == set(Role) == set(ALLOWED)


@pytest.mark.parametrize(
    ("right", "role", "allowed"),
    [
        (May[right], role, cell == "yes")
        for right, *cells in ROWS
        for role, cell in zip(COLUMNS, cells, strict=True)
    ],
)
def test_a_role_may_do_what_the_table_says(right, role, allowed):
    assert User(role=role).may(right) is allowed


@pytest.mark.parametrize("right", May)
def test_who_has_been_deactivated_may_do_nothing(right):
    assert not User(role=Role.ADMIN, is_active=False).may(right)


@pytest.mark.django_db
def test_a_role_outside_the_table_is_refused():
    with pytest.raises(Exception, match="role"):
        User.objects.create_user("x", "p", role="superuser", full_name="X")
