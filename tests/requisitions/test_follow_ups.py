"""Who is asked, and the one answer that is given: on the telephone, or through the link."""

import datetime
import hashlib
import logging

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from requisitions.models import FollowUp
from requisitions.models.choices import State
from requisitions.services.cases import retract_case, set_state
from requisitions.services.follow_ups import (
    Answers,
    Link,
    answer_by_link,
    answer_by_phone,
    ask,
    correct_answer,
    decide_relevant,
    link_of,
)
from tests.factories import (
    ContactFactory,
    MainAreaFactory,
    PartyFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
COMPLETED = datetime.date(2011, 6, 1)
YES = Answers("yes", "dont_know", "Tak for hjælpen")
POSTED = {"new_methods": "yes", "better_cooperation": "no", "remarks": "Tak"}


@pytest.fixture
def case():
    """Completed and relevant."""
    area = MainAreaFactory(program=ProgramFactory(slug="2011"))
    case = RequisitionFactory(activity__main_area=area, activity__title="Et emne", relevant=True)
    StateFactory(requisition=case)
    StateFactory(requisition=case, state=State.COMPLETED, on=COMPLETED)
    return case


class TestRelevantOrNot:
    def test_is_decided_before_the_answer(self, case, konsulent):
        decide_relevant(by=konsulent, case=case, relevant=False)

        case.refresh_from_db()
        assert case.relevant is False

    def test_after_the_answer_needs_a_reason_which_is_kept(self, case, konsulent):
        answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

        with pytest.raises(ValidationError, match="has answered"):
            decide_relevant(by=konsulent, case=case, relevant=False)
        decide_relevant(by=konsulent, case=case, relevant=False, reason="Det var en kopi")

        assert case.history.first().history_change_reason == "Det var en kopi"


class TestOnTheTelephone:
    def test_one_answer_is_saved_with_who_wrote_it_down(self, case, konsulent):
        found = answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

        assert (found.new_methods, found.better_cooperation) == ("yes", "dont_know")
        assert (found.answered_on, found.answered_by) == (TODAY, konsulent)

    def test_a_second_answer_is_refused(self, case, konsulent):
        answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

        with pytest.raises(ValidationError, match="one answer a case"):
            answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

    def test_nobody_is_asked_of_a_case_that_is_not_relevant(self, case, konsulent):
        decide_relevant(by=konsulent, case=case, relevant=False)

        with pytest.raises(ValidationError, match="Decide first"):
            answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

    def test_nobody_is_asked_before_the_completion(self, konsulent, case):
        with pytest.raises(ValidationError, match="before the case was completed"):
            answer_by_phone(
                by=konsulent, case=case, on=COMPLETED - datetime.timedelta(1), answers=YES
            )

    def test_nobody_is_asked_of_an_open_case(self, konsulent):
        case = RequisitionFactory(relevant=True)
        StateFactory(requisition=case)

        with pytest.raises(ValidationError, match="once the case is completed"):
            ask(by=konsulent, case=case)

    def test_it_is_never_dated_ahead(self, case, konsulent):
        with pytest.raises(ValidationError, match="lies ahead"):
            answer_by_phone(by=konsulent, case=case, on=TODAY + datetime.timedelta(1), answers=YES)

    def test_a_slip_is_corrected_with_a_reason(self, case, konsulent):
        answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

        correct_answer(
            by=konsulent, case=case, answers=Answers("no", "no"), reason="Tastet forkert"
        )

        found = FollowUp.objects.get()
        assert found.new_methods == "no"
        assert found.history.first().history_change_reason == "Tastet forkert"

    def test_a_requesters_own_answer_is_not_corrected(self, case, konsulent):
        answer_by_link(token=ask(by=konsulent, case=case), answers=YES)

        with pytest.raises(ValidationError, match="own answer"):
            correct_answer(by=konsulent, case=case, answers=Answers("no", "no"), reason="Fejl")


class TestThePersonalLink:
    @pytest.fixture
    def token(self, case, konsulent):
        return ask(by=konsulent, case=case)

    def test_holds_256_bits_of_which_only_a_digest_is_kept(self, token):
        assert len(token) == 43
        digest = hashlib.sha256(token.encode()).hexdigest()
        assert FollowUp.objects.get().token_sha256 == digest
        with connection.cursor() as cursor:
            for table in ("requisitions_followup", "requisitions_historicalfollowup"):
                cursor.execute(f"SELECT * FROM {table}")
                rows = str(cursor.fetchall())
                assert token not in rows

    def test_saves_one_answer_which_is_nobodys_of_the_house(self, token):
        assert answer_by_link(token=token, answers=YES) == Link.OPEN

        found = FollowUp.objects.get()
        assert (found.answered_on, found.answered_by) == (TODAY, None)

    def test_once_used_saves_nothing_more(self, token):
        answer_by_link(token=token, answers=YES)

        assert answer_by_link(token=token, answers=Answers("no", "no")) == Link.USED
        assert FollowUp.objects.get().new_methods == "yes"
        assert FollowUp.history.count() == 2

    def test_is_closed_by_a_newer_one(self, token, case, konsulent):
        newer = ask(by=konsulent, case=case)

        assert (link_of(token), link_of(newer)) == (Link.CLOSED, Link.OPEN)

    def test_is_used_up_by_an_answer_on_the_telephone(self, token, case, konsulent):
        answer_by_phone(by=konsulent, case=case, on=TODAY, answers=YES)

        assert link_of(token) == Link.USED

    @pytest.mark.parametrize(("days", "stands"), [(29, Link.OPEN), (31, Link.CLOSED)])
    def test_expires_after_thirty_days(self, token, clock, days, stands):
        clock(TODAY + datetime.timedelta(days))

        assert link_of(token) == stands

    def test_is_closed_with_a_case_that_is_out_of_the_register(self, token, case, konsulent):
        retract_case(by=konsulent, case=case, reason="Dublet")

        assert answer_by_link(token=token, answers=YES) == Link.CLOSED
        assert FollowUp.objects.get().answered_on is None

    def test_is_closed_when_the_case_is_no_longer_relevant(self, token, case, konsulent):
        decide_relevant(by=konsulent, case=case, relevant=False)

        assert link_of(token) == Link.CLOSED

    def test_is_closed_while_the_case_is_open_again(self, token, case, konsulent):
        set_state(by=konsulent, case=case, state=State.IN_PROGRESS, on=TODAY, note="De ringede")

        assert link_of(token) == Link.CLOSED
        assert answer_by_link(token=token, answers=YES) == Link.CLOSED
        assert FollowUp.objects.get().answered_on is None

    def test_opens_again_once_the_case_is_completed_again(self, token, case, konsulent):
        set_state(by=konsulent, case=case, state=State.IN_PROGRESS, on=TODAY, note="De ringede")
        set_state(by=konsulent, case=case, state=State.COMPLETED, on=TODAY)

        assert answer_by_link(token=token, answers=YES) == Link.OPEN

    @pytest.mark.parametrize("token", ["", "guessed", "\x00", "\ud800", "x" * 10_000])
    def test_that_nobody_made_is_closed(self, case, token):
        assert link_of(token) == Link.CLOSED


class TestTheRequestersPage:
    @pytest.fixture
    def address(self, case, konsulent):
        return reverse("requisitions:answer", args=[ask(by=konsulent, case=case)])

    def test_needs_no_sign_in_and_shows_nothing_but_its_questions(self, client, address, case):
        response = client.get(address)
        page = response.content.decode()

        assert response.status_code == 200
        assert page.count("<legend") == 2
        assert case.activity.title not in page
        assert 'href="/"' not in page
        assert "main-nav" not in page

    def test_is_private(self, client, address):
        response = client.get(address)

        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]

    def test_saves_and_thanks(self, client, address):
        response = client.post(address, POSTED, follow=True)

        assert "Thank you" in response.content.decode()
        assert FollowUp.objects.get().better_cooperation == "no"

    def test_works_where_the_browser_names_no_origin(self, address):
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(address, POSTED, headers={"origin": "null"}).status_code == 302

    def test_sent_fifty_times_saves_one_answer(self, client, address):
        answers = {client.post(address, POSTED).status_code for _press in range(50)}

        assert answers == {302, 200}
        assert FollowUp.history.filter(answered_on__isnull=False).count() == 1

    def test_asks_for_both_answers(self, client, address):
        response = client.post(address, {"new_methods": "yes"})

        assert response.status_code == 422
        assert FollowUp.objects.get().answered_on is None

    @pytest.mark.parametrize("reply", ["maybe", "YES", "", "yes\x00"])
    def test_takes_only_its_own_answers(self, client, address, reply):
        assert client.post(address, {**POSTED, "new_methods": reply}).status_code == 422

    def test_refuses_a_cpr_number_in_the_remarks(self, client, address):
        response = client.post(address, {**POSTED, "remarks": "010190-1234"})

        assert response.status_code == 422
        assert "CPR" in response.content.decode()

    def test_says_the_same_of_an_expired_and_of_a_guessed_link(self, client, address, clock):
        clock(TODAY + datetime.timedelta(31))
        expired = client.get(address)
        guessed = client.get(reverse("requisitions:answer", args=["x" * 43]))

        assert expired.status_code == guessed.status_code == 404
        without_token = [r.content.decode().split("</head>")[1] for r in (expired, guessed)]
        assert without_token[0].split("csrf")[0] == without_token[1].split("csrf")[0]
        assert "not open" in without_token[1]

    def test_once_used_says_thank_you_to_whoever_opens_it_again(self, client, address):
        client.post(address, POSTED)

        response = client.post(address, {**POSTED, "new_methods": "no"})

        assert response.status_code == 200
        assert "Thank you" in response.content.decode()
        assert FollowUp.objects.get().new_methods == "yes"

    def test_leaves_no_token_in_the_log(self, client, address, caplog):
        with caplog.at_level(logging.DEBUG):
            client.get(address)
            client.post(address, POSTED)
            client.get(reverse("requisitions:answer", args=["y" * 43]))

        token = address.strip("/").split("/")[-1]
        lines = [str(vars(record)) for record in caplog.records if record.name == "tfi.request"]
        assert len(lines) == 3
        assert not any(token in line or "y" * 43 in line for line in lines)


class TestMakingTheLink:
    @pytest.fixture
    def page(self, client_of, konsulent, case):
        client = client_of(konsulent)
        address = reverse("requisitions:follow_up_link", args=[case.pk])

        def sent(**data):
            return client.post(address, data) if data else client.get(address)

        return sent

    def test_shows_it_once_with_a_letter_to_the_contact(self, page, case):
        contact = ContactFactory(email="kim@example.org")
        PartyFactory(requisition=case, organisation=contact.organisation, contact=contact)

        response = page(seen="")

        assert "/svar/" in response.context["address"]
        assert response.context["letter"].startswith("mailto:kim%40example.org?subject=")
        assert "no-store" in response["Cache-Control"]
        assert "/svar/" not in page().content.decode()

    def test_a_page_loaded_anew_does_not_close_the_link_that_was_sent(self, page):
        first = page(seen="")
        token = first.context["address"].strip("/").split("/")[-1]

        again = page(seen="")

        assert again.status_code == 302
        assert link_of(token) == Link.OPEN

    def test_says_that_a_new_one_closes_the_old(self, page):
        page(seen="")

        assert "A new one closes it" in page().content.decode()

    def test_is_refused_where_nobody_is_to_be_asked(self, page, case, konsulent):
        decide_relevant(by=konsulent, case=case, relevant=False)

        assert page(seen="").status_code == 302
        assert not FollowUp.objects.exists()

    def test_hides_the_contacts_address_from_those_who_may_not_see_people(
        self, client_of, admin, case
    ):
        contact = ContactFactory(email="kim@example.org")
        PartyFactory(requisition=case, organisation=contact.organisation, contact=contact)

        address = reverse("requisitions:follow_up_link", args=[case.pk])
        response = client_of(admin).post(address, {"seen": ""})

        assert "kim" not in response.content.decode()
