"""The outbox: a mail is a row, sent once at most."""

import contextlib
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage, send_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from core import outbox
from core.models import MailState, OutgoingMail
from tests.core import mail_servers
from tests.core.mail_servers import AWAY, LOST, REFUSED, Taking

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(Taking, "taken", [])
    with override_settings(
        EMAIL_BACKEND="core.outbox.OutboxBackend",
        MAIL_DELIVERY_BACKEND="tests.core.mail_servers.Taking",
    ):
        yield Taking


def write(to="karen@example.dk", **more):
    send_mail("Emne", "Hemmeligt link", "tfi@example.dk", [to], **more)
    return OutgoingMail.objects.latest("pk")


def state(mail):
    mail.refresh_from_db()
    return mail.state


def after(pause):
    return time_machine.travel(timezone.now() + pause, tick=True)


def test_a_mail_waits_until_it_is_sent(server):
    mail = write(html_message="<p>Hej</p>")
    assert server.taken == []

    assert outbox.send_waiting() == {"sent": 1}

    [sent] = server.taken
    assert (sent.to, sent.subject, sent.body) == (["karen@example.dk"], "Emne", "Hemmeligt link")
    assert sent.alternatives[0][0] == "<p>Hej</p>"
    assert state(mail) == MailState.SENT and mail.sent_at
    assert (mail.text, mail.html) == ("", "")


def test_a_mail_of_a_transaction_that_fails_was_never_written(server):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        write()
        1 / 0  # noqa: B018

    assert not OutgoingMail.objects.exists()


def test_several_recipients_are_several_mails(server):
    send_mail("Emne", "Tekst", "tfi@example.dk", ["a@example.dk", "b@example.dk"])

    outbox.send_waiting()

    assert [mail.to for mail in server.taken] == [["a@example.dk"], ["b@example.dk"]]


def test_what_the_outbox_cannot_keep_is_refused(server):
    message = EmailMessage("Emne", "Tekst", "tfi@example.dk", ["a@example.dk"])
    message.attach("a.txt", "a")
    with pytest.raises(ValueError, match="attachments"):
        message.send()
    with pytest.raises(ValueError, match="newline"):
        send_mail("Emne\nBcc: x@example.dk", "Tekst", "tfi@example.dk", ["a@example.dk"])
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(("at", "error"), [("at_open", AWAY), ("at_send", REFUSED)])
def test_what_was_surely_not_taken_is_tried_again_after_growing_pauses(
    server, monkeypatch, at, error
):
    mail = write()
    monkeypatch.setattr(server, at, error)
    moment, pauses = mail.next_try, []
    for _attempt in range(6):
        with time_machine.travel(moment, tick=False):
            outbox.send_waiting()
            assert outbox.send_waiting() == {}  # not before its time
        mail.refresh_from_db()
        pauses.append(mail.next_try - moment)
        moment = mail.next_try

    assert pauses[:5] == sorted(pauses[:5]) and len(set(pauses[:5])) == 5
    assert (mail.state, mail.attempts, mail.text) == (MailState.GIVEN_UP, 6, "")


def test_what_is_tried_again_goes_out_once(server, monkeypatch):
    mail = write()
    with monkeypatch.context() as away:
        away.setattr(server, "at_open", AWAY)
        outbox.send_waiting()
    assert state(mail) == MailState.WAITING and mail.last_error == "ConnectionRefusedError 111"

    with after(timedelta(minutes=2)):
        outbox.send_waiting()
        outbox.send_waiting()

    assert len(server.taken) == 1 and state(mail) == MailState.SENT


@pytest.mark.parametrize("error", [LOST, TimeoutError("timed out"), KeyboardInterrupt()])
def test_what_nobody_knows_of_is_shown_and_never_sent_again(server, monkeypatch, error):
    """Killed, or the connection lost: the server may have taken it."""
    mail = write()
    with monkeypatch.context() as broken:
        broken.setattr(server, "at_send", error)
        with contextlib.suppress(KeyboardInterrupt):
            outbox.send_waiting()

    with after(timedelta(hours=3)):
        assert outbox.send_waiting() == {}

    assert state(mail) == MailState.CLAIMED and server.taken == []


def test_no_error_holds_an_address(server, monkeypatch):
    mail = write()
    monkeypatch.setattr(server, "at_send", REFUSED)

    outbox.send_waiting()

    mail.refresh_from_db()
    assert mail.last_error == "SMTPRecipientsRefused 450"


def test_a_server_that_is_away_is_asked_once_a_run(server, monkeypatch):
    for _mail in range(3):
        write()
    monkeypatch.setattr(server, "at_open", AWAY)

    outbox.send_waiting()

    assert [mail.attempts for mail in OutgoingMail.objects.all()] == [1, 0, 0]


def test_one_refused_recipient_keeps_nobody_waiting(server, monkeypatch):
    write("karen@example.dk"), write("leif@example.dk")
    send = Taking.send_messages

    def refuse_karen(self, messages):
        if messages[0].to == ["karen@example.dk"]:
            raise REFUSED
        return send(self, messages)

    monkeypatch.setattr(Taking, "send_messages", refuse_karen)

    assert outbox.send_waiting() == {"waiting": 1, "sent": 1}


def test_mail_of_a_restored_backup_is_too_old_to_go_out_again(server):
    mail = write()
    with after(timedelta(hours=5)):
        outbox.send_waiting()

    assert state(mail) == MailState.GIVEN_UP and server.taken == []


def test_old_mails_are_forgotten_and_waiting_ones_kept(server):
    write()
    outbox.send_waiting()
    waiting = write()
    with after(timedelta(days=31)):
        assert outbox.forget_old() == 1
    assert list(OutgoingMail.objects.all()) == [waiting]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_each_mail_once(server, monkeypatch):
    for number in range(20):
        write(f"{number}@example.dk")
    both = threading.Barrier(2)

    def run():
        both.wait()
        try:
            outbox.send_waiting()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    addresses = [mail.to[0] for mail in server.taken]
    assert sorted(addresses) == sorted(f"{number}@example.dk" for number in range(20))


def test_the_command_says_numbers_only(server, capsys):
    write()
    call_command("send_mail")
    assert capsys.readouterr().out == "sent: 1\n"
    assert mail_servers.Taking.taken
