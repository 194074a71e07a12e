"""What the pages of money say where something does not fit: how much, and where to go."""

from decimal import Decimal

import pytest

from economy.models import Expense
from economy.services.posting import correct_expense
from tests.economy.money import form_of, page_of, text_file, typed, upload, url
from tests.factories.resources import CommitmentFactory, ExpenseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def client(client_of, leder):
    return client_of(leder)


def test_a_commitment_paid_with_more_than_it_was_says_so(economy, client):
    made = CommitmentFactory(line=economy.line, amount=Decimal(500))
    for amount in (500, 1100):
        paid = ExpenseFactory(line=economy.line, settles=made, amount=Decimal(amount))
    assert "Paid with 1.100 kr. more than was committed" in page_of(
        client.get(made.get_absolute_url())
    )

    client.post(url("expense_retract", paid.pk), {"reason": "Forkert"})
    assert "more than was committed" not in page_of(client.get(made.get_absolute_url()))


def test_a_commitment_that_is_paid_says_what_to_take_back_first(economy, client):
    made = CommitmentFactory(line=economy.line)
    ExpenseFactory(line=economy.line, settles=made, text="Faktura", amount=Decimal(20))

    response = client.post(url("commitment_retract", made.pk), {"reason": "Forkert"})

    assert response.status_code == 422
    assert "Take back first what pays it: «Faktura»" in page_of(response)


def test_a_payment_from_another_line_is_refused_at_the_line(economy, client):
    made = CommitmentFactory(line=economy.line)
    address = f"{url('expense_new', '2011')}?commitment={made.pk}"

    response = client.post(address, typed(economy.other, **form_of(client, address)))

    assert list(response.context["form"].errors) == ["line"]
    assert not Expense.objects.exists()


def test_a_voucher_that_is_booked_leads_to_its_expense(economy, client):
    booked = ExpenseFactory(line=economy.line, voucher="B-1", text="<Scene>")
    address = url("expense_new", "2011")
    given = form_of(client, address)

    response = client.post(address, typed(economy.line, voucher="b-1", **given))

    assert list(response.context["form"].errors) == ["voucher"]
    link = f'<a href="{booked.get_absolute_url()}">&lt;Scene&gt;</a>'
    assert link in page_of(response)


def test_a_commitment_of_less_than_nothing_has_words_of_its_own(economy, client):
    address = url("commitment_new", "2011")

    response = client.post(address, typed(economy.line, amount="-5"))

    [error] = response.context["form"].errors["amount"]
    assert "released on the commitment" in error
    assert "expense" not in error


def test_an_amount_is_written_with_its_oere_in_forms_and_history(economy, client, leder):
    expense = ExpenseFactory(line=economy.line, amount=Decimal("1234.50"))
    form = client.get(url("expense_correct", expense.pk)).context["form"]
    assert form["amount"].value() == "1.234,50"

    posting = economy.posting(amount=Decimal("2345.60"))
    expense.save()
    correct_expense(by=leder, expense=expense, posting=posting, reason="x")

    changes = client.get(expense.get_absolute_url()).context["changes"]
    [change] = [change for change in changes if change.name == "amount"]
    assert (change.before_text, change.after_text) == ("1.234,50", "2.345,60")


class TestAnImport:
    @pytest.fixture
    def look(self, economy, client):
        def looked(*lines):
            return client.post(url("expense_import", "2011"), {"file": upload(text_file(*lines))})

        return looked

    def test_leads_to_what_is_booked_and_tells_what_differs(self, economy, client, look):
        same, other = (
            ExpenseFactory(line=economy.line, voucher=f"B-{n}", amount=Decimal("2345.50"))
            for n in (1, 2)
        )
        response = look(
            "02-05-2011;2.345,50;Kaffe;B-1;int-dage",
            "02-05-2011;99;Kaffe;B-2;int-dage",
            "02-05-2011;10;Kaffe;B-3;int-dage",
        )

        page = page_of(response)
        for expense in (same, other):
            assert f'href="{expense.get_absolute_url()}"' in page
        assert "1 row is booked already with another amount or day." in page
        assert "Booked already with another amount: 2.345,50 kr. – correct the expense" in page

        address = url("expense_import_confirm", "2011")
        shown = {"rows": response.context["carried"], "shown": response.context["shown"]}
        sent = client.post(address, shown, follow=True)

        said = page_of(sent)
        assert "1 expense was booked: 10 kr." in said
        assert "10 kr.." not in said
        assert "1 row is booked already with other figures" in said
        assert "1 row added nothing" in said
