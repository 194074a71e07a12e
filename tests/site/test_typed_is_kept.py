"""Whatever form is sent with an ended session, its text stands there again once its author has
signed in, and nobody else sees it.
"""

import copy
import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from core.drafts.posted import author_mark
from core.models import OpenedForm
from tests.factories import UserFactory
from tests.site.all_forms import CHANGING, CREATING, by_administrators
from tests.site.held_pages import BACKEND
from tests.site.page_forms import forms_of
from tests.site.posting import Opened
from tests.site.pressing import FORMS
from tests.site.small_site import SmallSite

# Whoever answers by a link has no session that could end.
NO_SESSION = {"requisitions:answer"}
KEPT = "What you sent is kept: sign in as the same person"


@pytest.fixture(scope="module")
def built_site(built_once):
    with built_once(), override_settings(FIXED_TODAY=datetime.date(2011, 10, 1)):
        yield SmallSite()


@pytest.fixture
def small_site(built_site, db, english):
    """What a test changes in the rows it holds, no other test sees."""
    return copy.deepcopy(built_site)


class Sent:
    """One of the forms, opened, typed into, and sent once the session has ended."""

    def __init__(self, kind: str, name: str, site: SmallSite, user: User) -> None:
        self.client = Client()
        self.client.force_login(user, backend=BACKEND)
        if kind == "changing":
            form, query, has_page = CHANGING[name](site), "", True
            self.typed = form.same[0] | form.beside
        else:
            form = CREATING[name](site)
            query, has_page, self.typed = form.query, form.has_page, form.typed
        self.address = reverse(name, args=form.arguments) + query
        opened = {"author_mark": author_mark(user.pk)}
        if has_page:
            opened = Opened.at(self.client, self.address, self.typed).fields
        Session.objects.all().delete()
        self.answer = self.client.post(self.address, opened | self.typed)

    def texts(self) -> set[tuple[str, str]]:
        return {
            (name, str(one))
            for name, value in self.typed.items()
            for one in (value if isinstance(value, list) else [value])
            if "password" not in name
        }

    def shown_to(self, user: User) -> set[tuple[str, str]]:
        """What all the forms of the address hold, to somebody who signs in now."""
        self.client.force_login(user, backend=BACKEND)
        page = self.client.get(self.address).content.decode()
        return {pair for _method, _action, fields in forms_of(page) for pair in fields.items()}


def _people() -> dict[str, User]:
    return {"admin": UserFactory(admin=True), "manager": UserFactory(manager=True)}


def test_what_was_sent_with_an_ended_session_stands_there_again(small_site):
    people, lost = _people(), {}
    for kind, name in FORMS:
        if name in NO_SESSION:
            continue
        user = people["admin" if by_administrators(name) else "manager"]
        sent = Sent(kind, name, small_site, user)
        missing = sent.texts() - sent.shown_to(user)
        if missing or sent.answer.status_code != 302:
            lost[name] = missing

    assert lost == {}


def test_the_sign_in_page_says_that_it_is_kept_and_nobody_else_is_given_it(small_site):
    people = _people()
    sent = Sent("creating", "requisitions:new", small_site, people["manager"])

    assert KEPT in sent.client.get(sent.answer["Location"]).content.decode()
    assert ("subject", "Hjælp") not in sent.shown_to(people["admin"])
    assert ("subject", "Hjælp") not in sent.shown_to(people["manager"])


def test_an_answer_that_comes_later_leaves_the_browser_the_session_in_which_it_is_kept(small_site):
    sent = Sent("creating", "requisitions:new", small_site, _people()["manager"])
    ended = Client()
    ended.cookies[settings.SESSION_COOKIE_NAME] = "ended"

    assert settings.SESSION_COOKIE_NAME in sent.answer.cookies
    for late in (
        ended.post(reverse("core:draft"), {"subject": "Hjælp"}),
        ended.get(reverse("requisitions:new")),
        ended.get(reverse("directory:organisation_options"), headers={"HX-Request": "true"}),
    ):
        assert settings.SESSION_COOKIE_NAME not in late.cookies


def test_of_a_file_the_name_alone_is_kept(small_site):
    manager, client = _people()["manager"], Client()
    address = reverse("indicators:log_form", args=["activity", small_site.activity.pk])
    file = SimpleUploadedFile("plan.txt", b"Hemmelig plan")
    client.post(address, {"text": "Nyt", "files": file, "author_mark": author_mark(manager.pk)})
    client.force_login(manager, backend=BACKEND)

    page = client.get(address).content.decode()

    assert "Choose these files again: plan.txt" in page
    assert "Nyt" in page
    assert "Hemmelig" not in page + OpenedForm.objects.get().fields


def test_what_bears_no_mark_of_its_author_or_a_false_one_is_not_kept(small_site):
    manager = _people()["manager"]
    address = reverse("requisitions:new")
    for mark in ({}, {"author_mark": f"{manager.pk}:made-up"}, {"author_mark": str(manager.pk)}):
        client = Client()
        answer = client.post(address, {"subject": "Hjælp", **mark})
        assert KEPT not in client.get(answer["Location"]).content.decode()


def test_what_is_too_long_is_not_kept_and_the_sign_in_page_says_so(small_site):
    manager, client = _people()["manager"], Client()
    sent = {"subject": "x" * 200_000, "author_mark": author_mark(manager.pk)}

    answer = client.post(reverse("requisitions:new"), sent)

    page = client.get(answer["Location"]).content.decode()
    assert "too long to be kept" in page
    assert KEPT not in page


def test_a_form_from_before_a_new_sign_in_keeps_its_text_for_its_author(small_site):
    people = _people()
    for user, seen_by_author in ((people["manager"], True), (people["admin"], False)):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend=BACKEND)
        sent = {"subject": "Hjælp", "author_mark": author_mark(people["manager"].pk)}

        refused = client.post(reverse("requisitions:new"), sent)

        assert refused.status_code == 403
        assert ("What you had typed is kept" in refused.content.decode()) == seen_by_author
        page = client.get(reverse("requisitions:new")).content.decode()
        assert ('value="Hjælp"' in page) == seen_by_author


def test_what_met_a_fault_of_the_server_stands_there_again(small_site, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(_people()["manager"], backend=BACKEND)
    address = reverse("requisitions:new")
    opened = Opened.at(client, address, {"subject": "Hjælp"})
    monkeypatch.setattr("requisitions.views.register.receive", lambda **_given: 1 / 0)

    assert opened.send(subject="Hjælp").status_code == 500

    again = Opened.at(client, address, {"subject": "Hjælp"}).fields
    assert again["subject"] == "Hjælp"
    assert again["submission"] == opened.fields["submission"]
