"""The answer to somebody who tries too often."""

from functools import wraps
from math import ceil

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.services.limits import TooManyAttempts
from accounts.views.requests import View


def answers_too_many(view: View) -> View:
    """429 with how long to wait, where the view's form raises TooManyAttempts."""

    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TooManyAttempts as refused:
            seconds = ceil(refused.wait.total_seconds())
            context = {"seconds": seconds, "minutes": ceil(seconds / 60)}
            response = render(request, "accounts/locked_out.html", context, status=429)
            response["Retry-After"] = seconds
            return response

    return limited
