"""Why a criterion lags and what is done: who writes it, where it stands, and when it is done."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from indicators.models import Action
from indicators.services.actions import (
    ActionInput,
    change_action,
    finish_action,
    reopen_action,
    retract_action,
    write_action,
)
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    CriterionFactory,
    MeasurementFactory,
    UserFactory,
)
from tests.indicators.log_form.shared import typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
LATER = datetime.date(2011, 10, 15)


@pytest.fixture
def criterion(konsulent):
    """30 were to come by the end of August, and 3 came: missed."""
    activity = ActivityFactory(responsible=konsulent)
    found = CriterionFactory(
        target=30,
        due_on=datetime.date(2011, 8, 31),
        main_area=activity.main_area,
        activities=[activity],
    )
    MeasurementFactory(criterion=found, value=3, measured_on=datetime.date(2011, 8, 20))
    return found


def said(owner, cause="Færre lokaler", text="Lej et telt", due_on=LATER):
    return ActionInput(cause, text, owner, due_on)


class TestWhoWritesIt:
    def test_whoever_answers_for_the_criterion(self, criterion, konsulent):
        action = write_action(by=konsulent, criterion=criterion, action_input=said(konsulent))
        assert (action.cause, action.text, action.owner) == (
            "Færre lokaler",
            "Lej et telt",
            konsulent,
        )
        assert action.history.get().history_user == konsulent

    def test_a_manager(self, criterion, leder, konsulent):
        write_action(by=leder, criterion=criterion, action_input=said(konsulent))
        assert Action.objects.open().of_owner(konsulent).count() == 1

    @pytest.mark.parametrize("who", ["admin", "laeser"])
    def test_nobody_else(self, request, criterion, konsulent, who):
        by = request.getfixturevalue(who)
        with pytest.raises(PermissionDenied):
            write_action(by=by, criterion=criterion, action_input=said(konsulent))

    def test_a_colleague_neither_writes_nor_changes_it(self, criterion, konsulent):
        karin, action = UserFactory(), ActionFactory(criterion=criterion, owner=konsulent)
        with pytest.raises(PermissionDenied):
            write_action(by=karin, criterion=criterion, action_input=said(karin))
        with pytest.raises(PermissionDenied):
            finish_action(by=karin, action=action)

    def test_who_does_it_may_finish_it(self, criterion):
        action = ActionFactory(criterion=criterion)
        assert finish_action(by=action.owner, action=action).done_on == TODAY

    def test_a_reader_is_given_nothing_to_do(self, criterion, leder, laeser):
        with pytest.raises(ValidationError, match="who may log"):
            write_action(by=leder, criterion=criterion, action_input=said(laeser))


class TestOverTime:
    def test_the_words_of_before_stay_in_its_history(self, criterion, leder):
        action = ActionFactory(criterion=criterion, text="Ring")
        change_action(by=leder, action=action, action_input=said(action.owner, text="Skriv"))
        assert action.history.first().text == "Skriv"
        action.refresh_from_db()
        assert action.text == "Skriv"

    def test_done_once_however_often_it_is_pressed(self, criterion, leder, clock):
        action = ActionFactory(criterion=criterion)
        finish_action(by=leder, action=action)
        clock(LATER)
        finish_action(by=leder, action=action)
        assert action.done_on == TODAY
        assert not Action.objects.open().exists()

    def test_open_again(self, criterion, leder):
        action = ActionFactory(criterion=criterion, done_on=TODAY)
        assert reopen_action(by=leder, action=action).is_open

    def test_retracted_it_is_changed_no_more(self, criterion, leder):
        action = ActionFactory(criterion=criterion)
        retract_action(by=leder, action=action, reason="Forkert kriterium")
        assert not action.is_open
        with pytest.raises(ValidationError, match=r"back already|retracted"):
            finish_action(by=leder, action=action)


class TestPages:
    def test_the_form_proposes_oneself_and_two_weeks(self, client_of, criterion, konsulent):
        address = reverse("indicators:action_new", args=[criterion.pk])
        client = client_of(konsulent)
        form = client.get(address).context["form"]
        assert (form.initial["owner"], form.initial["due_on"]) == (konsulent, LATER)

        sent = typed() | {"cause": "Regn", "owner": konsulent.pk, "due_on": "2011-10-20"}
        for _press in range(2):
            assert client.post(address, sent)["Location"] == criterion.get_absolute_url()
        action = Action.objects.get()
        assert (action.text, action.due_on) == ("Det gik godt", datetime.date(2011, 10, 20))

    def test_the_open_ones_stand_on_status_the_first_due_first(self, client_of, criterion, laeser):
        later, first = (ActionFactory(criterion=criterion, due_on=day) for day in (LATER, TODAY))
        ActionFactory(criterion=criterion, done_on=TODAY)
        slug = criterion.main_area.program.slug
        page = client_of(laeser).get(reverse("overview:status", args=[slug])).content.decode()
        section = page.partition('id="open-actions"')[2].partition("</section>")[0]
        assert section.index(first.text) < section.index(later.text)
        assert section.count("#actions") == 2

    def test_it_stands_at_the_criterion_and_on_the_owners_page(self, client_of, criterion):
        action = ActionFactory(criterion=criterion, due_on=datetime.date(2011, 9, 30))
        client = client_of(action.owner)
        for page in (criterion.get_absolute_url(), reverse("overview:my_page")):
            text = client.get(page).content.decode()
            assert action.text in text
            assert "overdue" in text

    def test_what_is_done_leaves_ones_page_and_stays_at_the_criterion(self, client_of, criterion):
        action = ActionFactory(criterion=criterion)
        client = client_of(action.owner)
        answer = client.post(reverse("indicators:action_finish", args=[action.pk]), follow=True)
        assert f"Marked as done: {action.text}" in answer.content.decode()
        assert action.text in client.get(criterion.get_absolute_url()).content.decode()
        assert action.text not in client.get(reverse("overview:my_page")).content.decode()

    @pytest.mark.parametrize(("value", "offered"), [(3, True), (40, False)])
    def test_it_is_offered_where_the_criterion_lags(
        self, client_of, criterion, leder, value, offered
    ):
        criterion.measurements.update(value=value)
        address = reverse("indicators:action_new", args=[criterion.pk])
        page = client_of(leder).get(criterion.get_absolute_url()).content.decode()
        assert (address in page) == offered

    def test_a_reader_reads_it(self, client_of, criterion, laeser):
        action = ActionFactory(criterion=criterion)
        page = client_of(laeser).get(criterion.get_absolute_url()).content.decode()
        assert action.text in page
        assert reverse("indicators:action_change", args=[action.pk]) not in page

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_criterions_page_costs_the_same(
        self, client_of, criterion, leder, rows, django_assert_max_num_queries
    ):
        ActionFactory.create_batch(rows, criterion=criterion)
        client = client_of(leder)
        with django_assert_max_num_queries(24):
            client.get(criterion.get_absolute_url())


class TestMeanwhile:
    def test_done_on_an_old_page_of_a_retracted_action_says_so(self, client_of, criterion, leder):
        action = ActionFactory(criterion=criterion)
        retract_action(by=leder, action=action, reason="Forkert kriterium")

        for name in ("action_finish", "action_reopen"):
            answer = client_of(leder).post(
                reverse(f"indicators:{name}", args=[action.pk]), follow=True
            )
            assert "The action has been retracted already." in answer.text

        action.refresh_from_db()
        assert action.done_on is None

    def test_two_who_change_different_fields_lose_nothing(self, client_of, criterion, leder):
        action = ActionFactory(criterion=criterion, text="Lej et telt", due_on=LATER)
        address = reverse("indicators:action_change", args=[action.pk])
        client = client_of(leder)
        form = client.get(address).context["form"]
        sent = {field.name: field.field.prepare_value(field.value()) or "" for field in form}
        change_action(
            by=leder,
            action=action,
            action_input=said(action.owner, action.cause, "Lej to telte", LATER),
        )

        assert client.post(address, sent | {"cause": "Regn"}).status_code == 302

        action.refresh_from_db()
        assert (action.cause, action.text) == ("Regn", "Lej to telte")
        answer = client.post(address, sent | {"text": "Lej tre telte"})
        assert answer.status_code == 422
        assert [one.text for one in answer.context["form"].current] == ["Lej to telte"]

    def test_nothing_changed_saves_no_version(self, criterion, leder):
        action = ActionFactory(criterion=criterion)
        before = action.history.count()
        same = said(action.owner, action.cause, action.text, action.due_on)
        change_action(by=leder, action=action, action_input=same)
        assert action.history.count() == before

    def test_an_owner_who_may_log_no_more_keeps_it(self, criterion, leder):
        action = ActionFactory(criterion=criterion)
        action.owner.role = "reader"
        action.owner.save()
        change_action(by=leder, action=action, action_input=said(action.owner, text="Ring op"))
        assert action.text == "Ring op"
