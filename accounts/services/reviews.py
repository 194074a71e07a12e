"""Signing off, twice a year, the list of who has access."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessReview, May, User
from accounts.queries.reviews import access_list, digest_of
from core.records import save_with_history
from core.versions import atomic_change

CHANGED = _("The list has changed meanwhile: go through it once more.")


@atomic_change()
def sign_off(*, by: User, seen: str) -> AccessReview:
    """Keep the list as it is. ``seen`` is the digest of the one that was gone through."""
    if not by.may(May.CONFIGURE):
        raise PermissionDenied
    listed = access_list()
    if digest_of(listed) != seen:
        raise ValidationError(CHANGED)
    review = AccessReview(recorded_by=by, listed=listed)
    save_with_history(review, by=by)
    return review
