"""The logbook with its filters, and the search."""

import datetime

import pytest
from django.urls import reverse

from indicators.services.results import retract_logged
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    PlaceFactory,
    ProgramFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english", "indexed")]

TODAY = datetime.date(2011, 10, 1)


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"), number=1)


@pytest.fixture
def an_entry(area):
    def made(**fields):
        return LogEntryFactory(activity=ActivityFactory(main_area=area), **fields)

    return made


@pytest.fixture
def client(client_of, laeser):
    return client_of(laeser)


class TestTheLogbook:
    @pytest.fixture
    def get(self, client):
        return lambda **query: client.get(reverse("overview:logbook", args=["2011"]), query)

    @pytest.fixture
    def entries(self, get):
        """Those on the page, in its order."""
        return lambda **query: [row.record for row in get(**query).context["table"].page]

    def test_has_the_programmes_entries_newest_first(self, area, an_entry, entries):
        older = an_entry(on=datetime.date(2011, 3, 1))
        newer = LogEntryFactory(activity=None, main_area=area, on=datetime.date(2011, 6, 1))
        LogEntryFactory()

        assert entries() == [newer, older]

    def test_has_nothing_of_days_to_come(self, an_entry, entries):
        an_entry(on=TODAY + datetime.timedelta(1))

        assert entries() == []

    def test_keeps_what_was_taken_back_and_marks_it(self, konsulent, an_entry, get, entries):
        entry = an_entry(recorded_by=konsulent)
        retract_logged(by=konsulent, entry=entry, reason="Forkert dag")

        assert entries() == [entry]
        [row] = get().context["table"].rows
        assert "retracted" in row.attrs["class"]

    def test_is_filtered_by_main_area_and_its_activities(self, area, an_entry, entries):
        of_activity = an_entry()
        of_area = LogEntryFactory(activity=None, main_area=area)
        other = MainAreaFactory(program=area.program, number=2)
        LogEntryFactory(activity=ActivityFactory(main_area=other))

        assert set(entries(main_area=area.pk)) == {of_activity, of_area}

    def test_is_filtered_by_author(self, konsulent, kollega, an_entry, entries):
        own = an_entry(recorded_by=konsulent)
        an_entry(recorded_by=kollega)

        assert entries(by=konsulent.pk) == [own]

    @pytest.mark.parametrize("sort", ["on", "-on", "attendance", "subject", "recorded_by"])
    def test_is_sorted_by_its_columns(self, an_entry, get, sort):
        an_entry(attendance=5)

        assert get(sort=sort).status_code == 200

    def test_is_sorted_by_attendance(self, an_entry, entries):
        few, many = an_entry(attendance=5), an_entry(attendance=500)

        assert entries(sort="attendance") == [few, many]
        assert entries(sort="-attendance") == [many, few]

    def test_shows_fifty_a_page(self, area, get, entries):
        LogEntryFactory.create_batch(51, activity=ActivityFactory(main_area=area), recorded_by=None)

        assert len(entries()) == 50
        assert len(entries(page=2)) == 1

    @pytest.mark.parametrize(
        "query",
        [
            {"page": "99"},
            {"page": "x"},
            {"main_area": "x"},
            {"main_area": "99999"},
            {"by": "\x00"},
            {"sort": "nonsense"},
        ],
    )
    def test_stands_whatever_the_address_asks(self, an_entry, get, query):
        an_entry()

        assert get(**query).status_code == 200

    def test_puts_those_without_attendance_last(self, an_entry, entries):
        nobody, few, many = an_entry(), an_entry(attendance=5), an_entry(attendance=500)

        assert entries(sort="attendance") == [few, many, nobody]
        assert entries(sort="-attendance") == [many, few, nobody]

    def test_has_a_days_entries_in_the_order_of_their_recording(self, area, get, entries):
        LogEntryFactory.create_batch(51, activity=ActivityFactory(main_area=area), on=TODAY)

        shown = [entry.pk for entry in (*entries(), *entries(page=2))]

        assert shown == sorted(shown, reverse=True)

    def test_without_entries_says_what_to_do(self, area, get, client_of, konsulent):
        page = client_of(konsulent).get(reverse("overview:logbook", args=["2011"]))

        assert "writes the first entry" in page.content.decode()
        assert "Nothing has been logged yet." in get().content.decode()
        assert "writes the first entry" not in get().content.decode()

    def test_says_so_when_the_choice_leaves_nothing(self, an_entry, konsulent, get):
        an_entry()

        assert "No entry matches the choice." in get(by=konsulent.pk).content.decode()

    def test_shows_a_rough_attendance_as_one(self, an_entry, get):
        an_entry(attendance=3000, approximate=True)

        assert "about 3.000" in get().content.decode()


class TestTheSearch:
    @pytest.fixture
    def search(self, client):
        def found(text):
            page = client.get(reverse("overview:search"), {"q": text}).context["found"]
            return page and {kind.code: [one.record for one in kind.records] for kind in page.kinds}

        return found

    def test_finds_criteria_activities_and_entries(self, area, search):
        criterion = CriterionFactory(main_area=area, wording="Minimum 30 restauranter")
        activity = ActivityFactory(main_area=area, title="Restaurantbesøg")
        entry = LogEntryFactory(activity=activity, text="Ti restauranter kom")
        CriterionFactory(main_area=area, wording="Minimum 60 foreninger")

        found = search("restaurant")

        assert found == {"criteria": [criterion], "activities": [activity], "entries": [entry]}

    def test_finds_activities_by_their_place(self, area, search):
        activity = ActivityFactory(main_area=area, place=PlaceFactory(name="Mjølnerparken"))

        assert search("mjølner") == {"activities": [activity]}

    @pytest.mark.parametrize("text", ["århus", "ÅRHUS", "Århus", "rhus"])
    def test_knows_danish_letters_in_both_cases(self, area, search, text):
        criterion = CriterionFactory(main_area=area, wording="Besøg i Århus")

        assert search(text) == {"criteria": [criterion]}

    @pytest.mark.parametrize("text", ["100 %", "_", "\\", "'"])
    def test_takes_signs_by_their_word(self, area, search, text):
        criterion = CriterionFactory(main_area=area, wording=f"Heraf {text} unge")
        CriterionFactory(main_area=area, wording="Heraf 100 unge")

        assert search(text) == {"criteria": [criterion]}

    @pytest.mark.parametrize("text", ["", "   "])
    def test_without_a_word_looks_for_nothing(self, search, text):
        assert search(text) is None

    def test_that_finds_nothing_says_so(self, client, area):
        page = client.get(reverse("overview:search"), {"q": "isbjørn"}).content.decode()

        assert "Nothing holds these words" in page

    @pytest.mark.parametrize("text", ["x" * 5000, "<script>alert(1)</script>", "\x00", "%"])
    def test_survives_hostile_words(self, client, area, text):
        response = client.get(reverse("overview:search"), {"q": text})

        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()

    def test_has_nothing_of_days_to_come(self, area, search):
        LogEntryFactory(text="Festival", on=TODAY + datetime.timedelta(1))

        assert not search("Festival")
