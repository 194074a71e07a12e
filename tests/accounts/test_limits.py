"""How often somebody may try to sign in, to change a password, to be sent a link."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Tries
from accounts.models.roles import Role
from accounts.rules.limits import SIGN_IN_NAME, Limit
from accounts.services import limits
from core.outbox import send_waiting
from tests.accounts.people import PASSWORD, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LOGIN, RESET = reverse("accounts:login"), reverse("accounts:password_reset")
CHANGE = reverse("accounts:password_change")


def sign_in(name, password="wrong", address="192.0.2.1", client=None):
    data = {"username": name, "password": password}
    return (client or Client()).post(LOGIN, data, REMOTE_ADDR=address)


def after(pause):
    return time_machine.travel(timezone.now() + pause, tick=True)


# Signing in -----------------------------------------------------------------------------------


def test_an_address_that_tries_many_names_is_closed_for_a_while():
    person(Role.MANAGER, "leif")
    answers = [sign_in(f"name{number}").status_code for number in range(41)]
    assert answers == [200] * 40 + [429]
    assert sign_in("leif", PASSWORD).status_code == 429
    assert sign_in("leif", PASSWORD, "192.0.2.2").status_code == 302
    with after(timedelta(minutes=16)):
        assert sign_in("leif", PASSWORD).status_code == 302


def test_those_who_get_in_do_not_close_their_address():
    for number in range(45):
        person(Role.READER, f"r{number}")
        assert sign_in(f"r{number}", PASSWORD).status_code == 302


def test_a_name_tried_from_many_addresses_waits_longer_each_time():
    person(Role.MANAGER, "leif")
    for number in range(10):
        assert sign_in("leif", address=f"198.51.100.{number}").status_code == 200
    waits, moment = [], timezone.now()
    for number in range(8):
        with time_machine.travel(moment, tick=False):
            refused = sign_in("leif", address=f"203.0.113.{number}")
            assert refused.status_code == 429
            waits.append(int(refused.headers["Retry-After"]))
            moment += timedelta(seconds=waits[-1])
        with time_machine.travel(moment, tick=False):
            assert sign_in("leif", address=f"203.0.113.{number}").status_code == 200
    assert waits[0] <= 15 and waits[1:6] == [30, 60, 120, 240, 480]
    assert waits[6:] == [900, 900]  # and no longer, whatever is tried


def test_knocking_while_one_waits_makes_the_wait_no_longer():
    person(Role.MANAGER, "leif")
    for number in range(10):
        sign_in("leif", address=f"198.51.100.{number}")
    before = list(Tries.objects.order_by("key").values())
    for number in range(20):
        assert sign_in("leif", address=f"203.0.113.{number}").status_code == 429
    assert list(Tries.objects.order_by("key").values()) == before
    with after(timedelta(seconds=16)):
        assert sign_in("leif", PASSWORD).status_code == 302


def test_nobody_locks_the_manager_out_of_a_browser_that_knows_the_name():
    person(Role.MANAGER, "leif")
    own = Client()
    assert sign_in("Leif", PASSWORD, client=own).status_code == 302
    own.post(reverse("accounts:logout"))
    for number in range(12):
        sign_in("leif", address=f"198.51.100.{number}")
    for number in range(41):
        sign_in(f"name{number}")
    assert sign_in("leif", PASSWORD).status_code == 429
    assert sign_in("leif", PASSWORD, client=own).status_code == 302


def test_whoever_guesses_at_the_next_desk_keeps_nobody_out():
    person(Role.MANAGER, "leif"), person(Role.READER, "rie")
    own = Client()
    sign_in("leif", PASSWORD, client=own)
    own.post(reverse("accounts:logout"))
    assert [sign_in("leif").status_code for _try in range(12)] == [200] * 10 + [429] * 2
    assert sign_in("leif", PASSWORD, client=own).status_code == 302
    assert sign_in("rie", PASSWORD).status_code == 302


def test_a_known_browser_is_known_for_its_own_name_only_and_has_a_limit_too():
    person(Role.MANAGER, "leif"), person(Role.READER, "rie")
    own = Client()
    sign_in("rie", PASSWORD, client=own)
    own.post(reverse("accounts:logout"))
    for number in range(12):
        sign_in("leif", address=f"198.51.100.{number}")
    assert sign_in("leif", PASSWORD, client=own).status_code == 429
    answers = [
        sign_in("rie", address=f"203.0.113.{number}", client=own).status_code
        for number in range(21)
    ]
    assert answers == [200] * 20 + [429]


@pytest.mark.parametrize("cookie", ["", "x", "WyJsZWlmIiwieCJd:1abc:xyz", "ø" * 50, "[1]:2:3"])
def test_an_invented_mark_of_a_browser_is_none(cookie):
    person(Role.MANAGER, "leif")
    for number in range(11):
        sign_in("leif", address=f"198.51.100.{number}")
    client = Client()
    client.cookies[limits.KNOWN_BROWSER] = cookie
    assert sign_in("leif", PASSWORD, client=client).status_code == 429


def test_a_new_password_by_the_link_ends_the_wait():
    leif = person(Role.MANAGER, "leif", email="leif@example.dk")
    for number in range(12):
        sign_in("leif", address=f"198.51.100.{number}")
    client = Client()
    client.post(RESET, {"email": leif.email})
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    new = {"new_password1": "en ny lang 7 kode", "new_password2": "en ny lang 7 kode"}
    client.post(form.request["PATH_INFO"], new)
    assert sign_in("leif", "en ny lang 7 kode").status_code == 302


def test_an_ipv6_address_is_its_network():
    for number in range(40):
        sign_in(f"name{number}", address=f"2001:db8:1:2::{number}")
    assert sign_in("x", address="2001:db8:1:2:ffff::1").status_code == 429
    assert sign_in("x", address="2001:db8:1:3::1").status_code == 200


def test_no_row_holds_a_name_or_an_address():
    sign_in("leif")
    kept = str(list(Tries.objects.values()))
    assert "leif" not in kept and "192.0.2.1" not in kept


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted():
    limit = Limit("test", 5, timedelta(hours=1), timedelta(hours=1), timedelta(hours=1))
    taken, together = [], threading.Barrier(8)

    def knock():
        together.wait()
        try:
            limits.take((limit, "x"))
            taken.append(1)
        except limits.TooManyAttempts:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 5


def test_what_no_limit_asks_for_is_forgotten():
    limits.take((SIGN_IN_NAME, "leif"))
    assert limits.forget_old() == 0
    with after(timedelta(hours=25)):
        assert limits.forget_old() == 1


# Changing and resetting -----------------------------------------------------------------------


def test_the_old_password_is_not_guessed_at_without_end(client):
    signed_in(client, Role.READER)
    data = {"new_password1": "en helt anden lang 9", "new_password2": "en helt anden lang 9"}
    answers = [client.post(CHANGE, {"old_password": "wrong", **data}).status_code for _ in range(9)]
    assert answers == [200] * 8 + [429]
    assert client.post(CHANGE, {"old_password": PASSWORD, **data}).status_code == 429
    with after(timedelta(minutes=16)):
        assert client.post(CHANGE, {"old_password": PASSWORD, **data}).status_code == 302


def test_an_address_that_asks_for_many_links_is_refused():
    answers = [
        Client().post(RESET, {"email": f"{number}@example.dk"}).status_code for number in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_nobody_is_flooded_with_links_and_the_answer_does_not_tell():
    leif = person(Role.MANAGER, "leif", email="leif@example.dk")
    answers = [
        Client().post(RESET, {"email": leif.email}, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(6)
    ]
    assert answers == [302] * 6
    assert len(mail.outbox) == 3


def test_an_unknown_address_takes_the_same_work_as_a_known_one(settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    person(Role.MANAGER, "leif", email="leif@example.dk")
    rows = {}
    for number, email in enumerate(["leif@example.dk", "nobody@example.dk"]):
        with CaptureQueriesContext(connection) as asked:
            Client().post(RESET, {"email": email}, REMOTE_ADDR=f"192.0.2.{number}")
        rows[email] = [query["sql"].split()[0] for query in asked]
    assert rows["leif@example.dk"] == rows["nobody@example.dk"]
    assert send_waiting() == {"sent": 1}
    assert [message.to for message in mail.outbox] == [["leif@example.dk"]]
