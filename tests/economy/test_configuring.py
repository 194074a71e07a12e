"""Funding sources and budget lines are configured by administrators."""

import datetime
from decimal import Decimal

import pytest

from economy.models import BudgetLine
from programs.models import FundingSource
from tests.accounts.people import signed_in
from tests.factories import ActivityFactory
from tests.factories.resources import (
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
    FundingSourceFactory,
)
from tests.programs.part_pages import address, messages_of, of_every_role, remove, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def add(client, economy, **changes):
    given = {
        "source": economy.line.source_id,
        "title": "Byens Stemmer",
        "activity": economy.activity.pk,
        "amount": "1,5 mio.",
        **changes,
    }
    return submit(client, address(BudgetLine, "new", economy.program), **given)


def test_a_line_gets_reference_order_and_author(admin_client, economy):
    assert messages_of(add(admin_client, economy)) == []

    made = BudgetLine.objects.get(title="Byens Stemmer")
    assert (made.ref, made.position, made.amount) == ("byens-stemmer", 1, Decimal(1_500_000))
    assert made.history.get().history_user == admin_client.user


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"activity": ""}, "Choose either an initiative or an activity."),
        ({"amount": "-1"}, "0 or more"),
        ({"amount": "1234.50"}, "Did you mean 1.234,50?"),
        ({"amount": "1,0055"}, "at most 2 decimals"),
        ({"ref": "fejring"}, "another with that reference"),  # that of the other source's line
        ({"title": ""}, "required"),
    ],
)
def test_a_wrong_line_is_refused_with_what_to_do(admin_client, economy, changes, message):
    found = messages_of(add(admin_client, economy, **changes))

    assert any(message in text for text in found), found


def test_a_line_is_for_something_of_its_sources_programme(admin_client, economy):
    found = messages_of(add(admin_client, economy, activity=ActivityFactory().pk))

    assert "Select a valid choice" in found[0]


def test_a_stored_line_stays_in_its_programme(admin_client, economy):
    elsewhere = FundingSourceFactory()
    form = admin_client.get(address(economy.line)).context["form"]

    assert elsewhere not in form.fields["source"].queryset
    assert list(form.fields["activity"].queryset) == [economy.activity]


def test_an_amount_is_edited_while_nothing_stands_on_the_line(admin_client, economy):
    submit(admin_client, address(economy.line), amount="90.000", reason="Slåfejl")

    economy.line.refresh_from_db()
    assert economy.line.amount == Decimal(90_000)
    assert economy.line.history.first().history_change_reason == "Slåfejl"


LOCKED = ("amount", "source", "initiative", "activity")


def test_of_an_adopted_programme_what_was_granted_is_only_revised(admin_client, economy):
    economy.program.adopted_on = datetime.date(2011, 1, 20)
    economy.program.save()
    form = admin_client.get(address(economy.line)).context["form"]
    for name in LOCKED:
        assert "The programme is adopted." in str(form.fields[name].help_text)
        assert "Revise the amount" in str(form.fields[name].help_text)

    given = {"amount": "1", "source": economy.other.source_id, "activity": "", "title": "Nyt navn"}
    submit(admin_client, address(economy.line), **given, initiative=economy.other.initiative_id)

    economy.line.refresh_from_db()
    assert (economy.line.amount, economy.line.title) == (Decimal(100_000), "Nyt navn")
    assert economy.line.source != economy.other.source
    assert (economy.line.activity, economy.line.initiative) == (economy.activity, None)


@pytest.mark.parametrize("made", [ExpenseFactory, CommitmentFactory, BudgetRevisionFactory])
def test_the_amount_of_a_line_in_use_is_only_revised(admin_client, economy, made):
    made(line=economy.line)
    form = admin_client.get(address(economy.line)).context["form"]
    for name in LOCKED:
        assert form.fields[name].disabled
        assert "Revise the amount" in str(form.fields[name].help_text)

    submit(admin_client, address(economy.line), amount="1", title="Nyt navn")

    economy.line.refresh_from_db()
    assert (economy.line.amount, economy.line.title) == (Decimal(100_000), "Nyt navn")


def test_a_line_with_an_expense_and_a_source_with_a_line_are_kept(admin_client, economy):
    ExpenseFactory(line=economy.line)

    for record, thing in ((economy.line, "1 expense"), (economy.line.source, "1 budget line")):
        told = remove(admin_client, record)
        assert thing in told[0]


def test_a_source_is_added_and_then_stays_in_its_programme(admin_client, economy):
    given = {"name": "Ny pulje"}
    assert (
        messages_of(submit(admin_client, address(FundingSource, "new", economy.program), **given))
        == []
    )

    source = FundingSource.objects.get(name="Ny pulje")
    form = admin_client.get(address(source)).context["form"]
    assert [field.name for field in form.visible_fields()] == ["name", "reason"]


def test_a_source_does_not_take_the_name_of_another_of_its_programme(admin_client, economy):
    other = FundingSourceFactory(program=economy.program, name="Den anden pulje")
    FundingSourceFactory(name="Et andet programs pulje")

    for name, is_free in (("Den anden pulje", False), ("Et andet programs pulje", True)):
        submit(admin_client, address(economy.line.source), name=name)
        economy.line.source.refresh_from_db()
        assert (economy.line.source.name == name) == is_free
    assert other.name == "Den anden pulje"


@of_every_role
def test_administrators_alone_change(client, economy, role, answered):
    signed_in(client, role)
    for record in (economy.line, economy.line.source):
        assert client.get(address(record)).status_code == answered
        assert client.get(address(type(record), "new", economy.program)).status_code == answered
