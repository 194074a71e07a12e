"""The half-yearly review of who has access, with its sign-off."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms.people import AccessReviewForm
from accounts.models import AccessReview, May
from accounts.queries.reviews import access_list, digest_of, review_due_on
from accounts.rules.access import reviewed
from accounts.services.reviews import sign_off
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import FormPage, form_page


@requires(May.CONFIGURE)
def review(request: Request) -> HttpResponse:
    """The list as it is now, to be gone through; the earlier ones below it."""
    listed = access_list()
    form = AccessReviewForm(request.POST or None, digest=digest_of(listed))
    earlier = list(AccessReview.objects.select_related("recorded_by")[:10])
    due = review_due_on()
    page = FormPage(
        _("Who has access"),
        reverse("accounts:user_review"),
        submit=_("I have gone through the list"),
        section="users",
        template="accounts/user_review.html",
        context={
            "listed": reviewed(listed),
            "earlier": [(one, reviewed(one.listed)) for one in earlier],
            "due": due,
            "is_due": due is not None and due <= today(),
        },
    )
    save = partial(sign_off, by=request.user)
    return form_page(request, form, page, save, done=_("The review has been signed off."))
