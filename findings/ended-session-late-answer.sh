#!/usr/bin/env bash
# An answer that comes late makes the browser forget a session that began after it was asked for.
#
# One would guess: two requests that a page sends at once, with the cookie of a session that has ended,
# are answered each for itself; what one of them puts into a new session is there afterwards.
# What happens: the first answer sets the cookie of the new session. The second, whose view only asks
# whether somebody is signed in, finds nothing under the old cookie, and Django's session middleware
# answers by deleting the cookie, by its name alone. If it arrives last, the browser drops the new
# session with all that was kept in it.
# Why it matters: forms that save a draft while one types send the draft and the form at the same
# moment. What was put aside for after the sign-in is lost now and then, under load, and no single
# request looks wrong. A view that pages call by themselves has to leave a dead cookie alone.
#
# Seen with Django 5.2.19 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19
cd "$place"

venv/bin/python - <<'PY'
import django
from django.conf import settings

settings.configure(
    SECRET_KEY="of no account",
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF=__name__,
    SESSION_ENGINE="django.contrib.sessions.backends.cache",
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
)
django.setup()

from django.http import HttpResponse
from django.test import Client
from django.urls import path


def send_the_form(request):
    request.session["put aside"] = "what was typed"
    return HttpResponse("sign in first")


def keep_a_draft(request):
    return HttpResponse(status=204 if request.session.get("user") else 401)


def after_the_sign_in(request):
    return HttpResponse(request.session.get("put aside", "nothing"))


urlpatterns = [
    path("form/", send_the_form),
    path("draft/", keep_a_draft),
    path("after/", after_the_sign_in),
]


def what_is_left(order):
    """Both are sent with the ended session; the browser takes the cookies in the order of answers."""
    answers = {}
    for name in ("form", "draft"):
        one = Client()
        one.cookies["sessionid"] = "ended"
        answers[name] = one.get(f"/{name}/").cookies
    browser = Client()
    browser.cookies["sessionid"] = "ended"
    for name in order:
        for key, cookie in answers[name].items():
            if cookie["max-age"] == 0:
                browser.cookies.pop(key, None)
            else:
                browser.cookies[key] = cookie.value
    return browser.get("/after/").content.decode()


draft_first = what_is_left(["draft", "form"])
form_first = what_is_left(["form", "draft"])
print(f"Django {django.get_version()}")
print(f"the draft is answered first: {draft_first}")
print(f"the form is answered first:  {form_first}")
assert draft_first == "what was typed"
assert form_first == "nothing"
PY
