"""The outbox: mails are rows, and leave after the answer.

Django's mail functions write the rows (``OutboxBackend``); ``manage.py send_mail`` sends them, from
a timer. A mail goes out once at most. It is claimed and committed before the mail server is asked;
what the server surely did not take is tried again, with growing pauses, and what nobody knows of
(the process was killed, the connection lost at the wrong moment) stays claimed, for people to see.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from core.models import MailState, OutgoingMail

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 120)]
# The links in our mails are as old then as they may be. It also keeps a restored backup from
# sending yesterday's mail.
GIVE_UP_AFTER = timedelta(hours=4)
KEEP = timedelta(days=30)


class OutboxBackend(BaseEmailBackend):
    """Django's mail functions write into the outbox: a row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            OutgoingMail.objects.bulk_create(_rows(message))
        return len(email_messages)


def _rows(message: EmailMessage) -> list[OutgoingMail]:
    if message.attachments or message.cc or message.bcc:
        raise ValueError("The outbox takes neither attachments nor copies.")
    message.message()  # raises for a line break in a heading, while there is somebody to be told
    html = [text for text, kind in getattr(message, "alternatives", []) if kind == "text/html"]
    return [
        OutgoingMail(
            sender=message.from_email,
            to=recipient,
            subject=str(message.subject),
            text=str(message.body),
            html="".join(map(str, html)),
        )
        for recipient in message.to
    ]


def send_waiting() -> dict[str, int]:
    """Send what is due, oldest first; how many came into which state.

    Stops at the first sign that the server itself is not there: the rest waits for the next run.
    """
    counts: dict[str, int] = {}
    with _Server() as server:
        while server.is_there and (mail := _claim_next()):
            server.send(mail)
            counts[mail.state] = counts.get(mail.state, 0) + 1
    return counts


def forget_old() -> int:
    """Delete the rows of mails that were sent or given up long ago; how many they were."""
    gone = OutgoingMail.objects.filter(created__lt=timezone.now() - KEEP)
    return gone.exclude(state=MailState.WAITING).delete()[0]


def _claim_next() -> OutgoingMail | None:
    """The oldest mail that is due, committed as claimed; another process passes it by."""
    with transaction.atomic():
        due = OutgoingMail.objects.select_for_update(skip_locked=True, no_key=True)
        mail = due.filter(state=MailState.WAITING, next_try__lte=timezone.now()).first()
        if mail:
            mail.state, mail.attempts = MailState.CLAIMED, mail.attempts + 1
            mail.save(update_fields=["state", "attempts"])
        return mail


class _Server:
    """The mail server, over one connection, opened with the first mail."""

    is_there = True

    def __enter__(self) -> _Server:
        self.connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def send(self, mail: OutgoingMail) -> None:
        """Send a claimed mail, and write down what is known of it."""
        if timezone.now() - mail.created > GIVE_UP_AFTER:
            _close(mail, MailState.GIVEN_UP)
            return
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self.is_there = False
            _try_again(mail, error)
            return
        try:
            self.connection.send_messages([_message(mail, self.connection)])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refused:
            _try_again(mail, refused)
        except Exception as error:  # whatever it was, nobody knows how far the mail came
            self.is_there = False
            mail.last_error = _words(error)
            mail.save(update_fields=["last_error"])
        else:
            _close(mail, MailState.SENT, sent_at=timezone.now(), last_error="")


def _message(mail: OutgoingMail, connection: Any) -> EmailMessage:
    message = EmailMultiAlternatives(
        mail.subject, mail.text, mail.sender, [mail.to], connection=connection
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _try_again(mail: OutgoingMail, error: Exception) -> None:
    mail.last_error = _words(error)
    if mail.attempts > len(PAUSES):
        _close(mail, MailState.GIVEN_UP)
        return
    mail.state = MailState.WAITING
    mail.next_try = timezone.now() + PAUSES[mail.attempts - 1]
    mail.save(update_fields=["state", "next_try", "last_error"])


def _close(mail: OutgoingMail, state: MailState, **fields: Any) -> None:
    """Write how it ended; its text is of no more use."""
    for name, value in {"state": state, "text": "", "html": "", **fields}.items():
        setattr(mail, name, value)
    mail.save()


def _words(error: Exception) -> str:
    """The kind of error and its number: the server's own words may hold an address."""
    number = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        number = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {number or ''}".strip()
