"""The requester's own page behind a personal link. It tells nothing but its two questions."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from requisitions.forms.cases import AnswersForm
from requisitions.services.follow_ups import Link, answer_by_link, link_of
from requisitions.views.follow_ups import answers_of

# The address is the key: it is to reach neither a search engine nor another page's log.
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
PAGES = {
    Link.OPEN: ("requisitions/answer.html", 200),
    Link.USED: ("requisitions/answered.html", 200),
    Link.CLOSED: ("requisitions/answer_closed.html", 404),
}


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answered(*args: object, **kwargs: object) -> HttpResponse:
        response = view(*args, **kwargs)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return answered


# Without a referrer a browser names no origin either, and Django's check would refuse the form.
# It guards what a signed-in browser may do; here whoever knows the address may answer.
@login_not_required
@csrf_exempt
@never_cache
@private
def answer(request: HttpRequest, token: str) -> HttpResponse:
    link = link_of(token)
    form = AnswersForm(request.POST if request.method == "POST" else None)
    if link == Link.OPEN and form.is_valid():
        answer_by_link(token=token, answers=answers_of(form))
        return redirect("requisitions:answer", token)
    template, status = PAGES[link]
    if link == Link.OPEN and form.errors:
        status = 422
    return render(request, template, {"form": form}, status=status)
