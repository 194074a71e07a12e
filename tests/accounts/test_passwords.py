import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models.roles import Role
from tests.accounts.people import PASSWORD, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = "en helt anden lang 9"
RESET = reverse("accounts:password_reset")


@pytest.fixture
def karen():
    return person(Role.CONSULTANT, "karen", email="karen@example.dk", full_name="Karen O'Nielsen")


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def choose(client, link, password=NEW):
    form = client.get(link, follow=True)
    return client.post(
        form.request["PATH_INFO"], {"new_password1": password, "new_password2": password}
    )


def test_a_forgotten_password_is_replaced_through_a_link(client, karen):
    response = client.post(RESET, {"email": "karen@example.dk"})
    assert response.headers["Location"] == reverse("accounts:password_reset_sent")
    assert client.get(response.headers["Location"]).status_code == 200
    [message] = mail.outbox
    assert message.to == ["karen@example.dk"]
    assert message.subject == "TFI: choose a new password"
    assert "Hello Karen O'Nielsen" in message.body
    assert "Your user name is karen." in message.body

    response = choose(client, link_in(message))
    assert response.headers["Location"] == reverse("accounts:password_reset_complete")
    assert client.get(response.headers["Location"]).status_code == 200
    karen.refresh_from_db()
    assert karen.check_password(NEW)


def test_a_link_works_once(client, karen):
    client.post(RESET, {"email": karen.email})
    link = link_in(mail.outbox[0])
    choose(client, link)
    page = client.get(link, follow=True)
    assert "can no longer be used" in page.content.decode()
    assert reverse("accounts:password_reset") in page.content.decode()


def test_an_invented_link_says_what_to_do(client):
    page = client.get(reverse("accounts:password_reset_confirm", args=["MQ", "abc-def"]))
    assert page.status_code == 200
    assert "Get a new link" in page.content.decode()


@pytest.mark.parametrize("password", ["short", "123456789012", "karen@example.dk", "password1234"])
def test_a_weak_password_is_refused(client, karen, password):
    client.post(RESET, {"email": karen.email})
    assert choose(client, link_in(mail.outbox[0]), password).status_code == 200
    karen.refresh_from_db()
    assert karen.check_password(PASSWORD)


@pytest.mark.parametrize("email", ["nobody@example.dk", "gone@example.dk"])
def test_the_answer_does_not_tell_who_has_a_sign_in(client, karen, email):
    person(Role.READER, "gone", email="gone@example.dk", is_active=False)
    unknown, known = (
        client.post(RESET, {"email": email}),
        client.post(RESET, {"email": karen.email}),
    )
    assert (unknown.status_code, unknown.headers["Location"]) == (
        known.status_code,
        known.headers["Location"],
    )
    assert [message.to for message in mail.outbox] == [[karen.email]]


def test_who_has_no_e_mail_is_told_to_ask_an_administrator(client):
    assert "ask an administrator" in client.get(RESET).content.decode()


def test_a_signed_in_user_changes_the_password_and_stays_in(client):
    signed_in(client, Role.READER)
    address = reverse("accounts:password_change")
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    wrong = client.post(address, {**data, "old_password": "wrong"})
    assert wrong.status_code == 200
    response = client.post(address, data)
    assert response.headers["Location"] == reverse("accounts:password_changed")
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("page", "field", "hint"),
    [
        ("login", "username", "username"),
        ("login", "password", "current-password"),
        ("password_reset", "email", "email"),
        ("password_change", "old_password", "current-password"),
        ("password_change", "new_password1", "new-password"),
    ],
)
def test_password_managers_know_each_field(client, page, field, hint):
    if page == "password_change":
        signed_in(client, Role.READER)
    text = client.get(reverse(f"accounts:{page}")).content.decode()
    box = re.search(rf'<input[^>]*name="{field}"[^>]*>', text)[0]
    assert f'autocomplete="{hint}"' in box
