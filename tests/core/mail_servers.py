"""Mail servers that take, refuse or lose a mail."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class Taking(BaseEmailBackend):
    """Takes everything; fails as ``at_open`` or ``at_send`` say."""

    taken: list = []
    at_open: Exception | None = None
    at_send: Exception | None = None

    def open(self):
        if self.at_open:
            raise self.at_open

    def send_messages(self, messages):
        if self.at_send:
            raise self.at_send
        self.taken.extend(messages)
        return len(messages)


REFUSED = smtplib.SMTPRecipientsRefused({"karen@example.dk": (450, b"later, karen@example.dk")})
LOST = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
AWAY = ConnectionRefusedError(111, "Connection refused")
