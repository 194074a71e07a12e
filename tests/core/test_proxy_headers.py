"""What comes through a proxy that does not pass its headers is refused with what is missing."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from core.middleware import ProxyHeadersMiddleware


def asked(path="/", **headers):
    middleware = ProxyHeadersMiddleware(lambda request: HttpResponse("answered"))
    return middleware(RequestFactory().get(path, headers=headers))


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({}, "X-Forwarded-Proto"),
        ({"x-forwarded-for": "192.0.2.1, 192.0.2.2"}, "X-Forwarded-Proto"),
        ({"x-forwarded-proto": "https"}, "X-Forwarded-For"),
        ({"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"}, "X-Forwarded-For"),
        ({"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1, "}, "X-Forwarded-For"),
    ],
)
def test_the_missing_header_is_named(settings, headers, missing, caplog):
    settings.PROXY_COUNT = 2

    answer = asked(**headers)

    assert answer.status_code == 503
    assert f"does not pass {missing}." in answer.text
    assert f"does not pass {missing} " in caplog.text


def test_with_its_headers_a_request_is_answered(settings):
    settings.PROXY_COUNT = 1

    answer = asked(**{"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"})

    assert answer.text == "answered"


def test_the_watch_asks_without_a_proxy(settings):
    settings.PROXY_COUNT = 1

    assert asked("/health/").text == "answered"


def test_without_a_proxy_nothing_is_asked_for(settings):
    settings.PROXY_COUNT = 0

    with pytest.raises(MiddlewareNotUsed):
        asked()
