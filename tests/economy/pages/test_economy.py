"""The page of a programme's money, and those of its lines."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from economy.services.posting import retract_posted
from tests.economy.money import (
    A_DAY,
    DAY,
    TODAY,
    page_of,
    url,
)
from tests.economy.pages.shared import a_file
from tests.factories.resources import (
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestTheEconomy:
    def test_shows_each_line_and_what_they_come_to(self, economy, reader):
        ExpenseFactory(line=economy.line, amount=Decimal("112345.50"))

        page = page_of(reader.get(url("economy", "2011")))

        assert "Overspent by 12.345,50 kr." in page
        assert "Book an expense" not in page
        assert page.count("112.345,50") >= 3

    def test_filters_by_line_source_area_and_month(self, economy, client):
        mine = ExpenseFactory(line=economy.line, on=datetime.date(2011, 5, 31))
        ExpenseFactory(line=economy.other, on=datetime.date(2011, 6, 1))

        for name, value in {
            "line": economy.line.pk,
            "source": economy.line.source_id,
            "month": "2011-05-01",
        }.items():
            context = client.get(url("economy", "2011"), {name: value}).context
            assert [row.record for row in context["table"].page] == [mine], name
            assert context["total"] == mine.amount
        everything = client.get(url("economy", "2011"), {"area": economy.area.pk}).context
        assert len(everything["table"].page) == 2

    def test_says_that_a_part_of_the_address_was_left_out(self, economy, client):
        page = page_of(client.get(url("economy", "2011"), {"line": "nonsense"}))

        assert "could not be read" in page

    def test_counts_nothing_taken_back_but_shows_it(self, economy, client, leder):
        retract_posted(by=leder, posted=ExpenseFactory(line=economy.line), reason="Forkert")

        response = client.get(url("economy", "2011"))
        assert response.context["total"] == 0
        assert "(taken back)" in page_of(response)

    def test_is_that_of_the_day_asked_for(self, economy, client):
        ExpenseFactory(line=economy.line, on=DAY)
        ExpenseFactory(line=economy.line, on=TODAY + A_DAY)

        shown = [
            len(client.get(url("economy", "2011"), query).context["table"].page)
            for query in ({}, {"as_of": "2011-05-01"}, {"as_of": "2012-01-01"})
        ]
        assert shown == [1, 0, 2]

    def test_lists_the_commitments_instead(self, economy, client):
        made = CommitmentFactory(line=economy.line)
        released = CommitmentFactory(line=economy.line, on=DAY - A_DAY, released_on=DAY)

        context = client.get(url("economy", "2011"), {"show": "commitments"}).context
        assert [row.record for row in context["table"].page] == [made, released]
        assert context["total"] == made.amount

    @pytest.mark.parametrize("sort", ["on", "-amount", "line", "voucher", "released_on", "text"])
    @pytest.mark.parametrize("show", ["", "commitments"])
    def test_sorts(self, economy, client, sort, show):
        ExpenseFactory(line=economy.line)
        CommitmentFactory(line=economy.line)

        response = client.get(url("economy", "2011"), {"sort": sort, "show": show})
        assert response.status_code == 200

    def test_without_lines_says_what_will_be_there(self, economy, client, client_of, admin):
        for line in (economy.line, economy.other):
            line.delete()

        assert "An administrator adds them" in page_of(client.get(url("economy", "2011")))
        page = page_of(client_of(admin).get(url("economy", "2011")))
        assert reverse("economy:budgetline_new", args=["2011"]) in page


class TestTheDay:
    """One day is one day: every page shows the same money as of it."""

    @pytest.fixture
    def year(self, economy, leder):
        BudgetRevisionFactory(line=economy.line, on=DAY, amount=Decimal(80_000))
        BudgetRevisionFactory(line=economy.line, on=TODAY + A_DAY, amount=Decimal(70_000))
        made = CommitmentFactory(line=economy.line, on=DAY, amount=Decimal(500))
        for on, settles in ((DAY, None), (DAY + A_DAY, made), (TODAY + 2 * A_DAY, None)):
            ExpenseFactory(line=economy.line, on=on, settles=settles, amount=Decimal(300))
        return economy

    @pytest.mark.parametrize(
        ("query", "left"),
        [
            ({"as_of": "2011-05-01"}, "100000.00"),
            ({"as_of": "2011-05-02"}, "79200.00"),
            ({"as_of": "2011-05-03"}, "79200.00"),
            ({}, "79200.00"),
            ({"as_of": "2011-10-01"}, "79200.00"),
            ({"as_of": "2011-10-02"}, "69200.00"),
            ({"as_of": "2011-10-03"}, "68900.00"),
            ({"as_of": "2012-06-01"}, "68900.00"),
            ({"as_of": "nonsense"}, "79200.00"),
        ],
    )
    def test_is_that_of_every_page(self, year, client, query, left):
        found = {
            client.get(year.line.get_absolute_url(), query).context["row"].money.left,
            client.get(url("economy", "2011"), query).context["budget"].rows[0].money.left,
            client.get(reverse("resources:resources", args=["2011"]), query)
            .context["resources"]
            .lines[0]
            .money.left,
        }
        assert found == {Decimal(left)}

    def test_after_a_finished_programme_is_the_same_one_and_says_what_came_later(
        self, year, client, clock
    ):
        late = ExpenseFactory(line=year.line, on=datetime.date(2012, 1, 10), amount=Decimal(50))
        clock(datetime.date(2012, 3, 1))
        addresses = [
            year.line.get_absolute_url(),
            url("economy", "2011"),
            reverse("resources:resources", args=["2011"]),
        ]
        line, economy, resources = (client.get(address) for address in addresses)

        day = datetime.date(2012, 1, 1)
        assert line.context["day"] == economy.context["budget"].as_of == day
        assert resources.context["as_of"] == day
        for response in (line, economy):
            assert "?as_of=2012-01-10" in page_of(response)
        # The receipt of a late invoice counts it all the same.
        assert client.get(late.get_absolute_url()).context["row"].money.used == 950

    @pytest.mark.parametrize("where", ["line", "economy"])
    def test_that_cannot_be_read_is_current_text(self, economy, client, where):
        address = economy.line.get_absolute_url() if where == "line" else url("economy", "2011")

        assert "could not be read" in page_of(client.get(address, {"as_of": "31-02-2011"}))

    def test_what_lies_ahead_has_no_page_to_lead_to(self, year, client):
        ahead = year.line.expenses.get(on=TODAY + 2 * A_DAY)

        for address in (year.line.get_absolute_url(), url("economy", "2011")):
            page = page_of(client.get(address, {"as_of": "2011-12-01"}))
            assert ahead.voucher in page
            assert f'"{ahead.get_absolute_url()}"' not in page


class TestALine:
    def test_shows_what_was_granted_when_it_was_revised_and_why(self, economy, reader):
        BudgetRevisionFactory(
            line=economy.line, amount=Decimal(80_000), decision_reference="BIU 1. juni"
        )

        page = page_of(reader.get(economy.line.get_absolute_url()))

        for words in ("100.000,00", "80.000,00", "Udvalget flyttede midler.", "BIU 1. juni"):
            assert words in page

    def test_shows_each_voucher_with_its_files_to_those_who_may_see_them(
        self, economy, client, reader, leder
    ):
        expense = ExpenseFactory(line=economy.line, voucher="B-77")
        attachment = a_file(expense, leder)

        assert attachment.get_absolute_url() in page_of(client.get(economy.line.get_absolute_url()))
        page = page_of(reader.get(economy.line.get_absolute_url()))
        assert "B-77" in page
        assert attachment.get_absolute_url() not in page

    def test_is_revised_with_a_reason(self, economy, client):
        address = url("budget_line_revise", economy.line.pk)
        given = {"amount": "1,5 mio.", "on": "01-06-2011"}
        assert client.post(address, given).status_code == 422

        client.post(address, {**given, "reason": "Tillægsbevilling"})

        assert economy.line.revisions.get().amount == Decimal(1_500_000)

    def test_a_refused_revision_says_why_at_its_field(self, economy, client):
        response = client.post(
            url("budget_line_revise", economy.line.pk),
            {"amount": "1", "on": "01-01-2011", "reason": "x"},
        )

        assert response.status_code == 422
        assert "on" in response.context["form"].errors
