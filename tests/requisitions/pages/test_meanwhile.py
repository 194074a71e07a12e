"""Two people at one form: nobody's text is lost."""

import pytest

from requisitions.models import Requisition
from tests.factories import PlaceFactory
from tests.requisitions.pages import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def case(a_case):
    return a_case(asked="Et møde", done="")


@pytest.fixture
def colleague(client_of, kollega):
    return client_of(kollega)


def opened(client, name, case):
    """What the browser would send of the form as it was opened."""
    form = client.get(address(name, case.pk)).context["form"]
    return {field.name: field.value() or "" for field in form}


def saved(client, name, case, sent):
    response = client.post(address(name, case.pk), sent)
    assert response.status_code == 302, response.content.decode()


class TestOfTwoWhoWriteTheSameField:
    @pytest.fixture
    def second(self, client, colleague, case):
        """The page that the second one gets back, after the first has saved."""
        mine, theirs = opened(client, "texts", case), opened(colleague, "texts", case)
        saved(colleague, "texts", case, {**theirs, "done": "Vi holdt et møde."})
        return client.post(address("texts", case.pk), {**mine, "done": "Vi ringede."})

    def test_the_second_is_told_and_keeps_the_own_text(self, second, case):
        assert second.status_code == 422
        assert "Somebody else has changed this meanwhile" in second.content.decode()
        assert second.context["form"]["done"].value() == "Vi ringede."
        case.refresh_from_db()
        assert case.done == "Vi holdt et møde."

    def test_the_second_reads_what_it_says_now_and_whose_it_is(self, second):
        page = second.content.decode()

        assert "Vi holdt et møde." in page
        assert "Changed by Kim Kollega" in page

    def test_saving_again_saves_it_and_the_first_stays_in_history(self, client, second, case):
        again = {field.name: field.value() for field in second.context["form"]}

        saved(client, "texts", case, again)

        assert [row.done for row in case.history.all()][:2] == ["Vi ringede.", "Vi holdt et møde."]

    def test_a_third_change_meanwhile_is_told_too(self, client, colleague, second, case):
        again = {field.name: field.value() for field in second.context["form"]}
        theirs = opened(colleague, "texts", case)
        saved(colleague, "texts", case, {**theirs, "done": "Vi holdt to møder."})

        assert client.post(address("texts", case.pk), again).status_code == 422


class TestOfTwoWhoWriteDifferentFields:
    def test_both_are_saved(self, client, colleague, case):
        mine, theirs = opened(client, "texts", case), opened(colleague, "texts", case)

        saved(colleague, "texts", case, {**theirs, "done": "Vi holdt et møde."})
        saved(client, "texts", case, {**mine, "asked": "To møder"})

        case.refresh_from_db()
        assert (case.asked, case.done) == ("To møder", "Vi holdt et møde.")

    def test_of_the_facts_too(self, client, colleague, case):
        place = PlaceFactory()
        mine, theirs = opened(client, "facts", case), opened(colleague, "facts", case)

        saved(colleague, "facts", case, {**theirs, "place": place.pk, "channel": "mail"})
        saved(client, "facts", case, {**mine, "subject": "Nyt emne"})

        case = Requisition.objects.get()
        assert (str(case), case.channel, case.activity.place) == ("Nyt emne", "mail", place)

    def test_a_form_that_comes_back_shows_the_others_new_values(self, client, colleague, case):
        place = PlaceFactory()
        mine, theirs = opened(client, "facts", case), opened(colleague, "facts", case)
        saved(colleague, "facts", case, {**theirs, "subject": "Deres", "place": place.pk})

        response = client.post(address("facts", case.pk), {**mine, "subject": "Mit"})

        form = response.context["form"]
        assert (form["subject"].value(), form["place"].value()) == ("Mit", str(place.pk))
        assert [one.text for one in form.current] == ["Deres"]


def test_the_same_change_twice_is_no_clash(client, colleague, case):
    mine, theirs = opened(client, "texts", case), opened(colleague, "texts", case)

    saved(colleague, "texts", case, {**theirs, "done": "Færdig"})
    saved(client, "texts", case, {**mine, "done": "Færdig"})


@pytest.mark.parametrize("mark", ["", "x" * 900, "done:,asked", ":", "done:\U0001f600"])
def test_a_mark_that_nobody_made_loses_nothing(client, case, mark):
    sent = {**opened(client, "texts", case), "done": "Ny", "mark": mark}

    assert client.post(address("texts", case.pk), sent).status_code in (302, 422)
    assert case.history.first().asked == "Et møde"


def test_a_cleared_day_of_receipt_stands_in_words(client, colleague, case):
    mine, theirs = opened(client, "facts", case), opened(colleague, "facts", case)
    saved(colleague, "facts", case, {**theirs, "received_on": "", "channel": "meeting"})

    response = client.post(
        address("facts", case.pk), {**mine, "received_on": "01-02-2011", "channel": "phone"}
    )

    assert [one.text for one in response.context["form"].current] == ["", "Meeting"]


class TestOfTwoWhoDecideTheScope:
    @pytest.fixture
    def mine(self, client, case):
        return opened(client, "scope", case)

    @pytest.fixture(autouse=True)
    def the_other_has_decided(self, mine, colleague, case):
        theirs = opened(colleague, "scope", case)
        said = {"scope": "external", "scope_reason": "Brandvæsenet betaler selv."}
        saved(colleague, "scope", case, {**theirs, **said})

    def test_a_reason_is_not_written_over_unseen(self, client, mine, case):
        mine |= {"scope": "internal", "scope_reason": "En forvaltning."}

        response = client.post(address("scope", case.pk), mine)

        assert response.status_code == 422
        assert "External" in [one.text for one in response.context["form"].current]

    def test_a_form_in_which_nothing_was_changed_changes_nothing(self, client, mine, case):
        client.post(address("scope", case.pk), {**mine, "scope": case.scope or mine["scope"]})

        case.refresh_from_db()
        assert case.scope == "external"
