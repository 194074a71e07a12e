"""The reminder that somebody is to review who has access: for administrators, on My page."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import May, User
from accounts.queries.reviews import review_due_on
from core.clock import today
from overview.rules.waiting import Waiting, WaitingList


def _reviews(user: User) -> Sequence[Waiting]:
    due = review_due_on() if user.may(May.CONFIGURE) else None
    if due is None or due > today():
        return []
    address = reverse("accounts:user_review")
    return [Waiting(_("Go through the list and sign it off"), address, due_on=due)]


REVIEWS = WaitingList("access_reviews", gettext_lazy("Who has access"), _reviews)
