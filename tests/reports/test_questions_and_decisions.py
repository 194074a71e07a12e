"""Questions are answered with live figures and found again; decisions are followed up."""

import datetime
import uuid

import pytest
from django.urls import reverse

from reports.models import Decision, Question
from reports.queries.decisions import decisions_before
from reports.services.decisions import DecisionInput, enter_decision
from reports.services.starting import start_report
from reports.services.workflow import send_to_review
from tests.factories.reports import DecisionFactory, QuestionFactory
from tests.reports.shared import GIVEN, issue_anyway, small_year

pytestmark = pytest.mark.django_db
MY_PAGE = "overview:my_page"


@pytest.fixture
def year(clock):
    return small_year()


def test_a_question_is_answered_approved_and_found_by_everyone(year, client_of, laeser):
    writer, manager, reader = client_of(year.writer), client_of(year.manager), client_of(laeser)
    asked = {
        "asked": "Hvor mange besøgte festerne?",
        "asked_by": "Udvalget",
        "received_on": "29-9-2011",
        "due_on": "3-10-2011",
        "given_to": year.writer.pk,
        "criterion": year.visitors.pk,
        "submission": uuid.uuid4(),
    }
    answer = manager.post(reverse("reports:question_new", args=["2011"]), asked)
    question = Question.objects.get()
    assert answer["Location"] == question.get_absolute_url()
    assert "Hvor mange besøgte festerne?" in writer.get(reverse(MY_PAGE)).content.decode()

    page = reverse("reports:question_answer", args=[question.pk])
    assert "[[value]]" in writer.get(page).content.decode()
    writer.post(page, {"answer": "Der kom [[value]] af [[target]]."})
    draft = writer.get(question.get_absolute_url()).content.decode()
    assert f'<a href="{year.visitors.get_absolute_url()}?as_of=2011-10-01"' in draft
    assert "12.125" not in reader.get(question.get_absolute_url()).content.decode()

    assert writer.post(reverse("reports:question_approve", args=[question.pk])).status_code == 403
    manager.post(reverse("reports:question_approve", args=[question.pk]))
    year.visitors.measurements.update(value=99)
    assert "Der kom 12.125 af mindst 30.000." in _text(reader, question)
    found = reader.get(reverse("overview:search"), {"q": "12.125 festerne"}).content.decode()
    assert question.get_absolute_url() in found
    assert question.asked not in writer.get(reverse(MY_PAGE)).content.decode()
    locked = writer.post(page, {"answer": "Nej"})
    assert locked.status_code == 422
    manager.post(reverse("reports:question_reopen", args=[question.pk]))
    assert "99" in manager.get(question.get_absolute_url()).content.decode()


def _text(client, question):
    return client.get(question.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"due_on": "1-9-2011"}, "due_on"), ({"received_on": "2-10-2011"}, "received_on")],
)
def test_days_that_cannot_be_are_said_beside_them(year, client_of, wrong, field):
    asked = {"asked": "Hvad?", "asked_by": "Udvalget", "given_to": year.writer.pk}
    days = {"received_on": "29-9-2011", "due_on": "3-10-2011", "submission": uuid.uuid4()}
    answer = client_of(year.writer).post(
        reverse("reports:question_new", args=["2011"]), {**asked, **days, **wrong}
    )
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_another_consultant_does_not_change_a_question(year, client_of, kollega):
    question = QuestionFactory(program=year.program, given_to=year.writer)
    page = reverse("reports:question_answer", args=[question.pk])
    assert client_of(kollega).get(page).status_code == 403
    assert client_of(year.writer).get(page).status_code == 200


def test_an_answer_that_is_empty_is_not_approved(year, client_of):
    question = QuestionFactory(program=year.program, given_to=year.writer)
    client = client_of(year.manager)
    answer = client.post(reverse("reports:question_approve", args=[question.pk]), follow=True)
    assert "Der er intet svar endnu." in answer.content.decode()


def test_decisions_are_followed_up_in_the_reports_that_come_after_until_closed(year, client_of):
    first = year.issued()
    given = DecisionInput("Fortsæt", datetime.date(2011, 9, 1), year.writer)
    decision = enter_decision(by=year.manager, report=first, given=given)
    second = _next(year, first)
    assert decisions_before(second) == [decision]
    writer = client_of(year.writer)
    assert "Fortsæt" in writer.get(reverse(MY_PAGE)).content.decode()
    assert "overskredet" in writer.get(reverse(MY_PAGE)).content.decode()

    send_to_review(by=year.manager, report=second)
    issue_anyway(year.manager, second)
    third = _next(year, second)
    assert decisions_before(third) == [decision]
    page = reverse("reports:decision_follow_up", args=[decision.pk])
    writer.post(page, {"followed_up": "Gjort.", "closed_on": "30-9-2011"})
    assert "Fortsæt" not in writer.get(reverse(MY_PAGE)).content.decode()
    # Closed since the last report, it is told once more.
    assert decisions_before(third) == [decision]
    Decision.objects.update(closed_on=datetime.date(2011, 6, 1))
    assert decisions_before(third) == []
    assert decisions_before(second) == [decision]


def _next(year, report):
    values = {name: getattr(GIVEN, name) for name in GIVEN.__slots__} | {"previous": report}
    return start_report(by=year.manager, program=year.program, given=type(GIVEN)(**values))


def test_a_draft_has_no_decisions(year, client_of):
    client = client_of(year.manager)
    new = reverse("reports:decision_new", args=["2011", year.report.number])
    assert client.post(new, {"text": "Fortsæt", "submission": uuid.uuid4()}).status_code == 422


def test_only_who_is_responsible_follows_up(year, client_of, kollega):
    decision = DecisionFactory(report=year.issued(), responsible=year.writer)
    page = reverse("reports:decision_follow_up", args=[decision.pk])
    assert client_of(kollega).get(page).status_code == 403
    assert client_of(year.writer).get(page).status_code == 200
    late = client_of(year.writer).post(page, {"closed_on": "2-10-2011"})
    assert late.status_code == 422


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("questions", 4), ("decisions", 5), ("gaps", 31)])
def test_a_list_costs_the_same_however_long_it_is(
    number, page, queries, clock, client_of, django_assert_num_queries
):
    year = small_year(number)
    report = year.report if page == "gaps" else year.issued()
    QuestionFactory.create_batch(number, program=year.program, criterion=year.visitors)
    if page == "decisions":
        DecisionFactory.create_batch(number, report=report, responsible=year.writer)
    numbers = [] if page == "questions" else [report.number]
    address = reverse(f"reports:{page}", args=["2011", *numbers])
    client = client_of(year.manager)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
