"""What the pages of money cost, and how they write amounts."""

import re
from decimal import Decimal

import pytest

from tests.economy.money import (
    page_of,
    text_file,
    upload,
    url,
)
from tests.economy.pages.shared import a_file
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestCosts:
    """A page costs the same number of queries for one row as for three."""

    @pytest.fixture(params=[1, 3])
    def line(self, request, economy, leder):
        for _row in range(request.param):
            for line in (economy.line, BudgetLineFactory(source=economy.line.source)):
                a_file(ExpenseFactory(line=line), leder)
                CommitmentFactory(line=line)
                BudgetRevisionFactory(line=line)
        return economy.line

    @pytest.mark.parametrize(
        ("name", "queries"),
        [
            ("economy", 10),
            ("commitments", 10),
            ("budget_line", 11),
            ("expense", 7),
            ("commitment", 8),
            ("expense_new", 5),
            ("expense_import", 6),
        ],
    )
    def test_of_each_page(self, line, client, django_assert_num_queries, name, queries):
        address = {
            "economy": url("economy", "2011"),
            "commitments": f"{url('economy', '2011')}?show=commitments",
            "budget_line": line.get_absolute_url(),
            "expense": line.expenses.first().get_absolute_url(),
            "commitment": line.commitments.first().get_absolute_url(),
            "expense_new": url("expense_new", "2011"),
            "expense_import": url("expense_import", "2011"),
        }[name]

        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize("rows", [1, 30])
    def test_of_the_preview(self, economy, client, django_assert_num_queries, rows):
        content = text_file(*(f"maj;10,00;Kaffe;B-{n};fejring" for n in range(rows)))

        with django_assert_num_queries(9):
            client.post(url("expense_import", "2011"), {"file": upload(content, "p.csv")})


def test_amounts_stand_with_thousands_points_and_two_decimals(economy, client):
    ExpenseFactory(line=economy.line, amount=Decimal("98765.4"))

    cells = re.findall(
        r'<td class="num"[^>]*>([^<]+)</td>', page_of(client.get(url("economy", "2011")))
    )
    assert "98.765,40" in cells
