"""Drafts of forms: kept while one types, gone when saved or after seven days; an undo opens the
form again, and the same form with other content is told.
"""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activities.models import LogEntry
from core.drafts.store import forget_old, keep_draft, newest_at
from core.models import OpenedForm
from directory.models import Contact
from economy.models import Commitment, Expense
from indicators.models import Action, Criterion
from requisitions.models import Requisition
from requisitions.services.receiving import NewCaseInput, receive
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    MainAreaFactory,
    OrganisationFactory,
)
from tests.factories.resources import BudgetLineFactory
from tests.site.posting import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "clock")]

DRAFT, FORGET = reverse("core:draft"), reverse("core:draft_forget")


@pytest.fixture
def client(client_of, leder) -> Client:
    return client_of(leder)


@pytest.fixture
def form(client) -> Opened:
    """Of a new case, as it stands open."""
    return Opened.at(client, reverse("requisitions:new"), {"subject": "Hjælp"})


def type_into(form: Opened, **typed: str) -> int:
    """What the page sends by itself while somebody types."""
    sent = form.fields | typed | {"form_address": form.address}
    return form.client.post(DRAFT, sent).status_code


class TestADraft:
    def test_stands_in_its_form_with_the_same_key(self, form, client):
        assert type_into(form, subject="Et dialog") == 204
        assert type_into(form, subject="Et dialogmøde") == 204

        again = Opened.at(client, form.address, {"subject": ""})

        assert again.fields["subject"] == "Et dialogmøde"
        assert again.fields["submission"] == form.fields["submission"]
        assert OpenedForm.objects.count() == 1

    def test_is_its_authors_alone(self, form, client_of, konsulent):
        type_into(form, subject="Et dialogmøde")

        page = client_of(konsulent).get(form.address).content.decode()

        assert "dialogmøde" not in page
        assert Client().post(DRAFT, form.fields).status_code == 401

    def test_is_gone_once_its_form_is_saved_and_the_page_says_what_became_of_it(self, form, client):
        MainAreaFactory()
        type_into(form, subject="Et dialogmøde")
        form.send(subject="Et dialogmøde", channel="phone")

        assert type_into(form, subject="Kommer for sent") == 204  # it was on its way
        page = client.get(form.address).content.decode()

        assert "dialogmøde" not in page
        assert "Kommer for sent" not in page
        assert Requisition.objects.get().get_absolute_url() in page
        assert not OpenedForm.objects.exclude(fields="").exists()
        assert client.get(DRAFT, {"submission": form.fields["submission"]}).json()["saved"]

    def test_that_comes_in_while_its_form_is_being_saved_is_gone_too(self, form, monkeypatch):
        MainAreaFactory()

        def slowly(**given):
            type_into(form, subject="Et dialogmøde")
            return receive(**given)

        monkeypatch.setattr("requisitions.views.register.receive", slowly)

        assert form.send(subject="Et dialogmøde", channel="phone").status_code == 302

        assert [row.fields for row in OpenedForm.objects.all()] == [""]

    def test_is_gone_when_one_starts_afresh_and_stays_when_one_signs_out(self, form, client, leder):
        type_into(form, subject="Et dialogmøde")
        for address, there in ((reverse("accounts:logout"), True), (FORGET, False)):
            client.force_login(leder)
            client.post(address, form.fields | {"form_address": form.address})
            assert OpenedForm.objects.exists() is there

    def test_is_gone_after_seven_days(self, form):
        type_into(form, subject="Et dialogmøde")
        days = datetime.timedelta(days=7)
        OpenedForm.objects.update(written_at=timezone.now() - days + datetime.timedelta(hours=1))
        assert forget_old() == 0
        OpenedForm.objects.update(written_at=timezone.now() - days)

        assert forget_old() == 1

    def test_holds_no_password_no_end_and_leads_to_no_other_site(self, form, leder):
        assert type_into(form, password1="en lang hemmelighed", subject="Med \x00 i midten") == 204
        assert "hemmelighed" not in OpenedForm.objects.get().fields
        OpenedForm.objects.all().delete()

        assert type_into(form, subject="x" * 200_000) == 422
        assert not keep_draft(leder.pk, "/" * 501, uuid.uuid4(), {})
        elsewhere = {"form_address": "//elsewhere.example/"}
        assert form.client.post(reverse("core:draft_open"), elsewhere).status_code == 400
        assert not OpenedForm.objects.exists()

    def test_of_a_week_stands_in_its_boxes_until_it_is_saved(self, client, leder):
        activity = ActivityFactory(responsible=leder)
        week = reverse("activities:week", args=[datetime.date(2011, 9, 26)])
        box = f"a{activity.pk}-2011-09-27"
        type_into(Opened.at(client, week, {box: ""}), **{box: "7,5"})

        again = Opened.at(client, week, {box: ""})
        assert again.fields[box] == "7,5"
        assert again.send().status_code == 302

        assert newest_at(leder.pk, week).fields == ""

    def test_of_a_roster_stands_in_its_form_until_it_is_saved(self, client, leder):
        name = OrganisationFactory().name
        address = reverse("directory:roster_add", args=[ActivityFactory().pk, "organisation"])
        type_into(Opened.at(client, address, {"one-name": ""}), **{"one-name": name})

        again = Opened.at(client, address, {"one-name": ""})
        assert again.fields["one-name"] == name
        assert again.send().status_code == 302

        assert newest_at(leder.pk, address).fields == ""


@pytest.fixture
def criterion() -> Criterion:
    activity = ActivityFactory()
    return CriterionFactory(main_area=activity.main_area, activities=[activity])


def _forms(criterion: Criterion) -> dict[str, tuple[str, dict[str, str], dict[str, str], type]]:
    """Forms that write down something new: address, what is typed, what is typed then, of what."""
    activity, line = criterion.activities.get(), BudgetLineFactory()
    posting = {"line": str(line.pk), "on": "2011-09-20", "amount": "1.000", "text": "Telt"}
    value = f"c{criterion.pk}-value"
    of_money = [line.program.slug]
    return {
        "entry": (
            reverse("indicators:log_form", args=["activity", activity.pk]),
            {"on": "2011-09-20", "text": "Mange kom", "attendance": "500", value: "40"},
            {"attendance": "600", value: "45"},
            LogEntry,
        ),
        "expense": (
            reverse("economy:expense_new", args=of_money),
            posting,
            {"amount": "2.000"},
            Expense,
        ),
        "commitment": (
            reverse("economy:commitment_new", args=of_money),
            posting,
            {"amount": "2.000"},
            Commitment,
        ),
        "action": (
            reverse("indicators:action_new", args=[criterion.pk]),
            {"cause": "Regn", "text": "Lej et telt", "due_on": "2011-10-20"},
            {"text": "Lej en sal"},
            Action,
        ),
        "case": (
            reverse("requisitions:new"),
            {"subject": "Hjælp", "channel": "phone"},
            {"subject": "Hjælp til et møde"},
            Requisition,
        ),
        "contact": (
            reverse("directory:contact_new", args=[OrganisationFactory().pk]),
            {"name": "Kim Larsen", "phone": "11 22 33 44"},
            {"phone": "44 33 22 11"},
            Contact,
        ),
    }


class TestTheSameFormSentAgain:
    def test_with_the_same_content_is_saved_once(self, client, criterion):
        for name, (address, typed, _other, model) in _forms(criterion).items():
            opened = Opened.at(client, address, typed)
            first = opened.send(**typed)
            again = opened.send(**typed)

            assert (first.status_code, again.status_code) == (302, 302), name
            assert again["Location"] == first["Location"]
            assert model.objects.count() == 1

    def test_with_another_is_told_and_both_are_shown(self, client, criterion):
        for name, (address, typed, other, model) in _forms(criterion).items():
            opened = Opened.at(client, address, typed)
            opened.send(**typed)

            told = opened.send(**typed | other)

            page = told.content.decode()
            assert told.status_code == 409, name
            assert "This form was saved before" in page
            shown = {one.name: (one.stands, one.typed) for one in told.context["differences"]}
            for field, value in other.items():
                stands, now = shown[field]
                assert now == value, (name, field)
                assert stands in (typed[field], ""), (name, field)
            assert shown.keys() - {"name", "keep_until"} == other.keys(), name
            assert model.objects.count() == 1

    def test_leads_to_its_correction_with_what_was_typed(self, client, criterion):
        forms = _forms(criterion)
        for name in ("entry", "expense", "action", "case"):
            address, typed, other, _model = forms[name]
            opened = Opened.at(client, address, typed)
            opened.send(**typed)
            corrections = opened.send(**typed | other).context["openings"][:-1]

            found = {}
            for one in corrections:
                sent = {**dict(one.fields), "form_address": one.address}
                led = client.post(reverse("core:draft_open"), sent)
                assert led["Location"] == one.address
                filled = Opened.at(client, one.address, {}).fields
                found |= {field: value for field, value in filled.items() if value}
            assert set(other.values()) <= set(found.values()), name

    def test_may_be_something_new_and_opens_a_form_of_its_own(self, client, criterion):
        address, typed, other, _model = _forms(criterion)["case"]
        opened = Opened.at(client, address, typed)
        opened.send(**typed)
        anew = opened.send(**typed | other).context["openings"][-1]

        client.post(reverse("core:draft_open"), {**dict(anew.fields), "form_address": anew.address})

        again = Opened.at(client, address, typed)
        assert again.fields["subject"] == other["subject"]
        assert again.fields["submission"] != opened.fields["submission"]

    def test_in_another_spelling_says_the_same(self, client, criterion):
        address, typed, _other, _model = _forms(criterion)["expense"]
        opened = Opened.at(client, address, typed)
        opened.send(**typed)

        assert opened.send(**typed | {"amount": "1000,00"}).status_code == 302


UNDO = {
    "entry": "indicators:entry_undo",
    "expense": "economy:expense_undo",
    "commitment": "economy:commitment_undo",
    "case": "requisitions:undo",
}


class TestAnUndo:
    def test_opens_the_form_again_filled_in_under_a_new_key(self, client, criterion):
        forms = _forms(criterion)
        for name, undo in UNDO.items():
            address, typed, _other, model = forms[name]
            opened = Opened.at(client, address, typed)
            opened.send(**typed)
            saved = model.objects.get()

            led = client.post(reverse(undo, args=[saved.pk]))["Location"]

            again = Opened.at(client, led, typed)
            assert led == address
            assert {field: again.fields[field] for field in typed} == typed, name
            assert again.fields["submission"] != opened.fields["submission"]
            assert again.send().status_code == 302
            assert model.objects.active().count() == 1

    def test_of_a_state_opens_its_form_again(self, client, leder):
        MainAreaFactory()
        case = receive(by=leder, taken=NewCaseInput("Hjælp"))
        address = reverse("requisitions:state", args=[case.pk, "accepted"])
        opened = Opened.at(client, address, {"note": ""})
        opened.send(note="Vi tager den")
        state = case.states.latest("pk")

        led = client.post(reverse("requisitions:state_undo", args=[case.pk, state.pk]))

        assert Opened.at(client, led["Location"], {"note": ""}).fields["note"] == "Vi tager den"
