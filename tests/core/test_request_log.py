"""The log in production: one JSON line a request, and nothing that somebody typed.

The word «hemmelig» stands wherever a request can carry personal data; no line may hold it.
"""

import json

import pytest

ASK = """
import json, sys, types
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.urls import path

def view(answer):
    def answered(request, name):
        if isinstance(answer, Exception):
            raise answer
        return HttpResponse("")
    return login_not_required(answered)

urls = types.ModuleType("urls_of_the_test")
urls.urlpatterns = [
    path("fine/<name>/", view(None)),
    path("broken/<name>/", view(ValueError("hemmelig"))),
    path("gone/<name>/", view(Http404("hemmelig"))),
    path("denied/<name>/", view(PermissionDenied("hemmelig"))),
    path("odd/<name>/", view(SuspiciousOperation("hemmelig"))),
    path("inside/<name>/", lambda request, name: HttpResponse("")),
]
urls.handler500 = urls.handler404 = urls.handler403 = urls.handler400 = (
    lambda request, exception=None: HttpResponse("", status=500 if exception is None else 400)
)
sys.modules[urls.__name__] = urls

client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "hemmelig"
with override_settings(ROOT_URLCONF=urls.__name__):
    for address in json.loads(ASKED):
        host = "hemmelig.example.dk" if "elsewhere" in address else "tfi.example.dk"
        client.get(
            address + "?navn=hemmelig", secure=True,
            headers={
                "host": host, "user-agent": "hemmelig", "referer": "https://x/hemmelig",
                "x-forwarded-proto": "https", "x-forwarded-for": "hemmelig",
            },
        )
print("{}")
"""
ADDRESSES = [
    f"/{kind}/hemmelig/"
    for kind in ("fine", "broken", "gone", "denied", "odd", "unknown", "elsewhere")
]


def log_of_asking(production, addresses, **changes):
    """The log lines, parsed, by the first part of the address that was asked for."""
    code = ASK.replace("ASKED", repr(json.dumps(addresses)))
    _answer, lines = production.script(code, **changes)
    assert "hemmelig" not in "\n".join(lines)
    by_request = [[]]
    for line in map(json.loads, lines):
        by_request[-1].append(line)
        if line["message"] == "request":
            by_request.append([])
    assert by_request.pop() == []
    kinds = [address.split("/")[1] for address in addresses]
    return dict(zip(kinds, by_request, strict=True))


@pytest.fixture(scope="module")
def log(installation):
    return log_of_asking(installation, ADDRESSES)


def test_a_request_is_one_line_with_route_status_and_time(log):
    (line,) = log["fine"]

    assert set(line) == {
        "asctime", "levelname", "name", "message", "method", "route", "status", "milliseconds",
    }  # fmt: skip
    assert (line["message"], line["method"], line["route"], line["status"]) == (
        "request",
        "GET",
        "fine/<name>/",
        200,
    )
    assert isinstance(line["milliseconds"], int)


@pytest.mark.parametrize("kind", ["gone", "denied", "odd", "elsewhere"])
def test_a_refusal_is_no_server_error(log, kind):
    assert "server error" not in [line["message"] for line in log[kind]]
    assert log[kind][-1]["status"] == 400


def test_an_unknown_address_is_not_written_down(log):
    (line,) = log["unknown"]

    assert line["route"] == "(unknown)"


def test_a_server_error_says_its_kind_and_place_and_not_its_message(log):
    error, line = log["broken"]

    assert error["levelname"] == "ERROR"
    assert error["message"] == "server error"
    assert error["route"] == "broken/<name>/"
    assert error["exception"] == "ValueError"
    assert any("answered" in frame for frame in error["frames"])
    assert line["status"] == 500


def test_an_error_before_the_view_is_written_down_too(production):
    """The session cannot be read: no view ran, yet the operators must see why."""
    away = "sqlite:////nowhere/at/all/hemmelig.sqlite3"
    log = log_of_asking(production, ["/inside/hemmelig/"], DATABASE_URL=away)
    error, line = log["inside"]

    assert error["message"] == "server error"
    assert error["exception"] == "OperationalError"
    assert line["status"] == 500


def test_an_error_of_a_library_is_written_down_without_its_message(production):
    """A password reset whose e-mail is refused: the mail server's answer quotes the address."""
    _answer, lines = production.script(
        "import logging\n"
        "try:\n"
        "    raise OSError('hemmelig@example.dk')\n"
        "except OSError:\n"
        "    logging.getLogger('django.contrib.auth').exception('Failed for user %s', 7)\n"
        "print('{}')"
    )

    (line,) = map(json.loads, lines)
    assert line["message"] == "Failed for user 7"
    assert line["exception"] == "OSError"
    assert "hemmelig" not in str(line)
