"""What stands around every page, those of errors among them."""

import datetime

import pytest
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestAnErrorsPage:
    def test_has_the_demos_clock_and_the_accessibility_statement(
        self, client_of, konsulent, settings
    ):
        settings.DEMO, settings.FIXED_TODAY = True, datetime.date(2011, 10, 1)

        page = client_of(konsulent).get("/no-such-page/")

        assert page.status_code == 404
        assert "the clock stands at" in page.content.decode()
        assert reverse("core:accessibility") in page.content.decode()

    def test_has_no_clock_outside_the_demo(self, client_of, konsulent):
        assert b"the clock stands at" not in client_of(konsulent).get("/no-such-page/").content


@pytest.mark.usefixtures("english")
class TestTheAccessibilityStatement:
    @pytest.mark.parametrize(
        ("contact", "said"),
        [
            ("tfi@example.dk", 'href="mailto:tfi@example.dk"'),
            ("", "the system's administrator"),
        ],
    )
    @pytest.mark.django_db
    def test_has_a_date_and_whom_to_write_to(self, client, settings, contact, said):
        settings.ACCESSIBILITY_CONTACT = contact

        page = client.get(reverse("core:accessibility")).content.decode()

        assert "It was made on 30. November 2026" in page
        assert said in page
