from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models.roles import Role
from tests.accounts.people import PASSWORD, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LOGIN = reverse("accounts:login")


@pytest.fixture
def karen():
    return person(Role.CONSULTANT, "karen")


def sign_in(client, username="karen", password=PASSWORD, **data):
    return client.post(LOGIN, {"username": username, "password": password, **data})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_name_and_password_let_somebody_in(client, karen):
    assert sign_in(client).headers["Location"] == reverse("overview:home")
    assert is_signed_in(client)


def test_the_case_of_the_user_name_does_not_matter(client, karen):
    sign_in(client, "Karen")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("username", "password"),
    [("karen", "wrong"), ("nobody", PASSWORD), ("", ""), ("karen\x00", PASSWORD), ("x" * 500, "x")],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, karen, username, password):
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert not is_signed_in(client)


def test_who_has_been_deactivated_stays_out_and_is_thrown_out(client, karen):
    sign_in(client)
    karen.is_active = False
    karen.save()
    assert client.get(reverse("accounts:password_change")).status_code == 302
    client.logout()
    sign_in(client)
    assert not is_signed_in(client)


def test_signing_in_leads_to_the_page_that_was_asked_for(client, karen):
    asked = reverse("accounts:password_change")
    page = client.get(client.get(asked).headers["Location"])
    assert page.context["next"] == asked
    assert f'name="next" value="{asked}"' in page.content.decode()
    assert sign_in(client, next=asked).headers["Location"] == asked


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
def test_signing_in_never_leads_to_another_host(client, karen, elsewhere):
    response = sign_in(client, next=elsewhere)
    assert response.headers["Location"] == reverse("overview:home")


@pytest.mark.parametrize("page", ["password_change", "password_changed"])
def test_a_page_without_sign_in_sends_to_the_sign_in(client, page):
    address = reverse(f"accounts:{page}")
    assert client.get(address).headers["Location"] == f"{LOGIN}?next={address}"


def test_signing_out_needs_a_post(client):
    signed_in(client, Role.READER)
    assert client.get(reverse("accounts:logout")).headers["Location"] == "/"
    assert is_signed_in(client)
    assert client.post(reverse("accounts:logout")).headers["Location"] == LOGIN
    assert not is_signed_in(client)


# Throttling -----------------------------------------------------------------------------------


def fail(client, times, username="karen"):
    return [sign_in(client, username, "wrong").status_code for _ in range(times)]


def test_after_ten_wrong_passwords_one_waits_also_with_the_right_one(client, karen):
    assert fail(client, 11) == [200] * 10 + [429]
    response = sign_in(client)
    assert response.status_code == 429
    assert " seconds, then try again" in response.content.decode()
    assert not is_signed_in(client)


def test_the_door_is_closed_for_that_name_only(client, karen):
    person(Role.MANAGER, "leif")
    fail(client, 11)
    sign_in(client, "leif")
    assert is_signed_in(client)


def test_an_unknown_name_is_throttled_like_a_known_one(client, karen):
    assert fail(client, 11, "nobody") == [200] * 10 + [429]


def test_a_success_forgets_the_failures_before_it(client, karen):
    fail(client, 9)
    sign_in(client)
    client.logout()
    assert fail(client, 9) == [200] * 9


def test_after_the_wait_the_door_is_open_again(client, karen):
    fail(client, 11)
    with time_machine.travel(timezone.now() + timedelta(seconds=16), tick=True):
        sign_in(client)
        assert is_signed_in(client)


# What the proxy sets besides: without it the product answers 503.
TLS = {"X-Forwarded-Proto": "https"}


def test_behind_a_proxy_the_caller_is_who_the_nearest_proxy_saw(client, karen):
    with override_settings(PROXY_COUNT=1):
        for number in range(10):
            # The first address is the caller's own claim, a new one each time.
            client.post(
                LOGIN,
                {"username": "karen", "password": "wrong"},
                headers={**TLS, "X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"},
            )
        response = client.post(
            LOGIN,
            {"username": "karen", "password": PASSWORD},
            headers={**TLS, "X-Forwarded-For": "10.0.0.99, 192.0.2.7"},
        )
    assert response.status_code == 429


# The demo -------------------------------------------------------------------------------------


def test_the_demo_shows_its_four_sign_ins(client):
    with override_settings(DEMO=True):
        page = client.get(LOGIN).content.decode()
    for name in ("konsulent", "leder", "admin", "laeser", "demo"):
        assert f"<code>{name}</code>" in page


def test_elsewhere_no_sign_in_is_shown(client):
    assert "<code>" not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(("demo", "let_in"), [(True, True), (False, False)])
def test_the_demo_s_people_are_nobody_outside_a_demo(client, demo, let_in):
    person(Role.ADMIN, "admin", is_demo=True)
    with override_settings(DEMO=demo):
        sign_in(client, "admin")
        assert is_signed_in(client) is let_in


def test_a_session_of_the_demo_ends_outside_it(client):
    person(Role.ADMIN, "admin", is_demo=True)
    with override_settings(DEMO=True):
        sign_in(client, "admin")
    assert client.get(reverse("accounts:password_change")).status_code == 302
