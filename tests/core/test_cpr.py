"""CPR numbers are found; case numbers, telephone numbers and amounts are left alone."""

import pytest

from core.cpr import contains_cpr


@pytest.mark.parametrize(
    "text",
    [
        "010180-1234",
        "0101801234",
        "010180 1234",
        "010180–1234",
        "cpr:311299-0001.",
        "Hun (290200-4123) kom kl. 10",  # 29 February 2000 existed
        "(010136-9999)",
    ],
)
def test_cpr_numbers_are_found(text):
    assert contains_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "33 66 33 66",
        "33663366",
        "+45 33663366",
        "4533663366",
        "004533663366",
        "2007-50025",
        "2007-432783",
        "30.000 besøgende og 1.350.000 kr.",
        "20-11-2007",
        "310211-1234",  # no 31 February
        "290201-1234",  # no leap year
        "001180-1234",
        "011380-1234",
        "5798009811234",
        "10101801234",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not contains_cpr(text)
