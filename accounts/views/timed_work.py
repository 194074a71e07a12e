"""What waits in the outbox and what runs by itself, for administrators."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.models import MailState, OutgoingMail
from core.tables import page_of
from core.timed import job_standings


@require_safe
@requires(May.CONFIGURE)
def timed_work(request: Request) -> HttpResponse:
    mails = OutgoingMail.objects.exclude(state=MailState.SENT).exclude(to="").order_by("-pk")
    context = {
        "jobs": job_standings(),
        "mails": page_of(request, mails.defer("text", "html")),
        "sent": OutgoingMail.objects.filter(state=MailState.SENT).count(),
    }
    return render(request, "accounts/timed_work.html", context)
