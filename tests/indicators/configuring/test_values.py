"""Many figures typed on one page: saved together, asked about together, or not at all."""

import pytest
from django.urls import reverse

from activities.models import LogEntry
from indicators.models import Measurement
from programs.models import MainArea
from tests.indicators.configuring.shared import criterion
from tests.programs.part_pages import messages_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

VALUES = reverse("indicators:values", args=["2011"])
SAID = {"on": "2011-09-20", "text": "Talt op af Jonas"}


@pytest.fixture
def counts(program, area):
    """Three counts in two main areas, and a share."""
    other = MainArea.objects.create(program=program, number=2, title="Andet")
    share = criterion(other, "Oplever", measure="share", aggregation="latest", target=70)
    return [criterion(area, "A"), criterion(area, "B"), criterion(other, "C"), share]


def typed(*pairs):
    return {f"c{row.pk}-{name}": value for row, name, value in pairs}


def test_an_entry_of_each_main_area_tells_of_its_figures(admin_client, counts):
    a, _b, c, share = counts
    figures = typed(
        (a, "value", "12"), (c, "value", "120"), (share, "numerator", "7"),
        (share, "denominator", "9"),
    )  # fmt: skip

    assert messages_of(submit(admin_client, VALUES, **SAID, **figures)) == []

    assert Measurement.objects.count() == 3
    entries = LogEntry.objects.order_by("main_area__number")
    assert [entry.measurements.count() for entry in entries] == [1, 2]
    assert {entry.text for entry in entries} == {"Talt op af Jonas"}


def test_a_wrong_figure_saves_none_of_them(admin_client, counts):
    a, b, *_rest = counts
    figures = typed((a, "value", "12"), (b, "value", "30,000"))

    [message] = messages_of(submit(admin_client, VALUES, **SAID, **figures))

    assert "Did you mean 30.000?" in message
    assert not Measurement.objects.exists()


def test_what_looks_wrong_anywhere_is_asked_at_once_and_confirmed_by_one_press(
    admin_client, counts
):
    a, _b, c, _share = counts
    figures = typed((a, "value", "6.000"), (c, "value", "9.000"))
    asked = submit(admin_client, VALUES, **SAID, **figures)
    assert len(messages_of(asked)) == 2
    assert not Measurement.objects.exists()

    confirmed = {"confirmed": asked.context["form"].data["confirmed"]}
    assert messages_of(submit(admin_client, VALUES, **SAID, **figures, **confirmed)) == []

    assert Measurement.objects.count() == 2


def test_sent_twice_it_is_saved_once(admin_client, counts):
    page = admin_client.get(VALUES)
    key = str(page.context["form"]["submission"].value())
    figures = typed((counts[0], "value", "12"))

    for _press in range(2):
        admin_client.post(VALUES, {**SAID, **figures, "submission": key})

    assert Measurement.objects.count() == 1


def test_nothing_typed_says_so(admin_client, counts):
    assert messages_of(submit(admin_client, VALUES, **SAID)) == ["Type at least one figure."]
