"""The request as views know it, and the door that asks for a right."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.models.roles import May


class Request(HttpRequest):
    """Every request past the sign-in has one of our users and knows whether htmx asks."""

    user: User
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def requires(what: May) -> Callable[[View], View]:
    """403 for those whose role may not do what the view does."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.may(what):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def others_get(evidence: View, *, unless: May = May.KEEP_REGISTERS) -> Callable[[View], View]:
    """Those whose role may not see the view are answered by another: of its figures, no names."""

    def decorate(view: View) -> View:
        @wraps(view)
        def chosen(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            sees = request.user.may(unless)
            return (view if sees else evidence)(request, *args, **kwargs)

        return chosen

    return decorate
