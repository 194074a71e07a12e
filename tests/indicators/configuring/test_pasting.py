"""A pasted section becomes proposals, and those that are taken become the programme."""

import pytest
from django.urls import reverse

from activities.models import Activity
from indicators.models import Criterion
from tests.programs.part_pages import messages_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

SECTION = """Aktiviteter og succeskriterier vedr. mobilisering af unge
Aktiviteter Succeskriterier

Klubber om aftenen, herunder:
- Afholdelse af 2 workshopper
- En sang til hjemmesiden

- Minimum 15 klasser er med.
- 60 % af de unge oplever et større fællesskab.
- Mindst 30 restauranter er med, og et partnerskab er indgået.
"""


def proposals(client, text=SECTION):
    """The page with what was read, and what it would send."""
    where = reverse("indicators:paste", args=["2011"])
    page = client.post(where, {"text": text})
    assert page.status_code == 200
    data = {bound.html_name: typed(bound) for bound in page.context["form"]}
    return page, {name: value for name, value in data.items() if value is not None}


def take(client, data, **changes):
    where = reverse("indicators:paste", args=["2011"])
    data = {**data, "proposals": "1", "submission": data.get("submission", ""), **changes}
    return client.post(where, {name: value for name, value in data.items() if value is not None})


def ticked(data):
    return {name: ("on" if name.endswith("-take") else value) for name, value in data.items()}


def test_what_was_read_is_shown_and_nothing_saved(admin_client, area):
    page, data = proposals(admin_client)

    assert data["a0-g0-title"] == "Mobilisering af unge"
    assert (data["a0-g0-c0-measure"], data["a0-g0-c0-target"]) == ("count", "15")
    assert (data["a0-g0-c1-measure"], data["a0-g0-c1-target"]) == ("share", "60")
    assert not Criterion.objects.exists()
    assert "What was read" in page.content.decode()


def test_what_is_ticked_is_made_as_it_was_mended(admin_client, area):
    _page, data = proposals(admin_client)
    data = ticked(data) | {"a0-where": str(area.pk), "a0-g0-c0-target": "20"}

    answered = take(admin_client, data, **{"a0-g0-i2-take": None})

    assert messages_of(answered) == []
    initiative = area.initiatives.get()
    assert initiative.title == "Mobilisering af unge"
    assert "En sang til hjemmesiden" not in initiative.activities.values_list("title", flat=True)
    first = Criterion.objects.get(wording__startswith="Minimum 15")
    assert (first.target, first.unit, first.initiative) == (20, "klasser", initiative)
    assert first.history.first().history_user == admin_client.user


def test_taken_twice_it_is_made_once(admin_client, area):
    page, data = proposals(admin_client)
    data = ticked(data) | {"a0-where": str(area.pk), "submission": str(page.context["opened"].key)}

    for _press in range(2):
        take(admin_client, data)

    assert Activity.objects.filter(title__contains="workshopper").count() == 1


def test_a_figure_without_a_target_is_asked_for_and_nothing_is_made(admin_client, area):
    _page, data = proposals(admin_client)
    data = ticked(data) | {"a0-where": str(area.pk), "a0-g0-c0-target": ""}

    assert messages_of(take(admin_client, data)) == ["Give a target, or choose another measure."]
    assert not Activity.objects.exists()


def test_a_text_without_a_table_says_what_to_paste(admin_client, area):
    page, _data = proposals(admin_client, "Kære alle, god sommer!")

    assert "No activities and no criteria were found." in page.content.decode()
    assert "Kære alle, god sommer!" in page.content.decode()
