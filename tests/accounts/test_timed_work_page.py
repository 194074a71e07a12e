"""The administrators' page of mail and timed work."""

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from accounts.models.roles import Role
from core.models import MailState, OutgoingMail
from core.timed import run_due, timed_jobs
from tests.accounts.people import person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAGE = reverse("accounts:timed_work")


@pytest.mark.parametrize("role", [Role.READER, Role.CONSULTANT, Role.MANAGER])
def test_is_for_administrators(client, role):
    signed_in(client, role)
    assert client.get(PAGE).status_code == 403


def test_shows_what_waits_and_why_without_the_text_or_the_whole_address(client):
    signed_in(client, Role.ADMIN)
    OutgoingMail.objects.create(
        to="karen@example.dk", subject="Emne", text="hemmeligt", last_error="SMTPDataError 451"
    )
    OutgoingMail.objects.create(to="<b>@x", subject="<script>", state=MailState.CLAIMED)
    page = client.get(PAGE).content.decode()
    assert "k…@example.dk" in page and "SMTPDataError 451" in page and "Waits" in page
    assert "Uncertain" in page and "<script>alert" not in page and "&lt;script&gt;" in page
    assert "karen" not in page and "hemmeligt" not in page


def test_shows_each_job_with_its_last_run(client):
    signed_in(client, Role.ADMIN)
    assert client.get(PAGE).content.decode().count("<td>never") == len(timed_jobs)
    run_due()
    page = client.get(PAGE).content.decode()
    assert "<td>never" not in page and "contacts: 0, consultants: 0" in page
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("core.outbox._claim_next", lambda: 1 / 0)
        run_due(["send_mail"])
    assert "Failed:" in client.get(PAGE).content.decode()


def test_asks_the_same_however_many_mails_wait(client, django_assert_num_queries):
    signed_in(client, Role.ADMIN)
    OutgoingMail.objects.create(to="a@example.dk", subject="1")
    client.get(PAGE)
    for number in range(3):
        OutgoingMail.objects.create(to="a@example.dk", subject=str(number))
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_a_forgotten_password_goes_by_the_outbox(client):
    karen = person(Role.READER, "karen", email="karen@example.dk")
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        client.post(reverse("accounts:password_reset"), {"email": karen.email})
        assert mail.outbox == []
        run_due(["send_mail"])
    assert [message.to for message in mail.outbox] == [[karen.email]]
