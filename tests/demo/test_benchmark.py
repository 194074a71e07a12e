"""The benchmark finds its pages, changes and saves as people do, and judges what it measured."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from activities.models import TimeEntry
from demo import rules
from demo.rules import AGAIN, EMPTY, FIRST, SAVED, UNCHANGED
from demo.services.benchmark import builds, program_file
from demo.services.benchmark.figures import Figures, Measured, growths
from demo.services.benchmark.sites import Site
from demo.services.benchmark.visits import PageResponse
from demo.services.generation.programme import TEN_REF, Size, generate
from indicators.models import Measurement
from tests.exchange.files import parse

DAY = datetime.date(2026, 11, 22)
PAGES = {page.name: page for page in rules.PAGES}


class Visitor:
    """As the benchmark's own, without a server between."""

    def __init__(self, client, cookies):
        self.client, self.paths = client, []
        for name, value in cookies.items():
            client.cookies[name] = value

    def get(self, path, headers=None):
        self.paths.append(path)
        return self._answer(path, self.client.get(path, headers=headers or {}), 200, 304)

    def post(self, path, fields):
        data = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return self._answer(path, self.client.post(path, data), 302)

    def _answer(self, path, response, *statuses):
        assert response.status_code in statuses, (path, response.status_code)
        body = b"".join(response) if response.streaming else response.content
        return PageResponse(response.status_code, body, 1.0, dict(response.headers))


@pytest.fixture
def site(db, settings, monkeypatch, clock):
    clock(DAY)
    monkeypatch.syspath_prepend(builds.TAKEN_ALONG)
    settings.ROOT_URLCONF = "benchmark_urls"
    from benchmark_facts import facts_of

    size = Size(10, 30, participants=0, requisitions=2, time_entries=60, expenses=80)
    generate(slug=builds.SLUG, size=size, day=DAY)
    facts = facts_of(builds.SLUG, builds.READER, builds.WRITER, TEN_REF)
    reader, writer = (Visitor(Client(), facts[name]) for name in ("reader", "writer"))
    return Site(facts, reader, writer)


def test_every_page_is_read_before_and_after_a_change_or_is_saved(site):
    for page in rules.PAGES:
        taken, size = (site.save if page.fields else site.read)(page)
        expected = {SAVED, EMPTY} if page.fields else {FIRST, AGAIN, EMPTY}
        assert set(taken) - {UNCHANGED} == expected, page.name
        assert size or page.fields
    assert site.reader.paths[-1] == "/benchmark/empty/"


def test_a_page_changes_before_it_is_read_and_the_programme_does_not_grow(site):
    changed = TimeEntry.objects.filter(activity=site.facts["activity"], on=DAY)
    found = []
    for _ in range(3):
        site.read(PAGES["status"])
        found.append([row.hours for row in changed.filter(person__username=builds.WRITER)])
    assert found == [[found[0][0]], [found[1][0]], [found[0][0]]]
    assert found[0] != found[1]


def test_what_is_saved_is_ten_results_and_a_week_of_seventy_boxes(site):
    results, hours = Measurement.objects.count(), TimeEntry.objects.count()
    site.save(PAGES["save_results"])
    assert Measurement.objects.count() == results + 10
    hours = TimeEntry.objects.count()
    for _ in range(2):
        site.save(PAGES["save_week"])
        assert TimeEntry.objects.count() == hours + 7 * len(site.facts["activities"])


def test_a_page_that_says_what_it_is_by_an_etag_is_asked_for_by_it():
    class Unchanged:
        def get(self, path, headers=None):
            return PageResponse(304 if headers else 200, b"page", 1.0, {"ETag": '"one"'})

        def post(self, path, fields):
            return PageResponse(302, b"", 1.0, {})

    facts = {"slug": "p", "activity": 1, "today": DAY.isoformat(), "this_week": "w", "hours": ""}
    taken, _size = Site(facts, Unchanged(), Unchanged()).read(PAGES["status"])
    assert set(taken) == {FIRST, AGAIN, UNCHANGED, EMPTY}


def of_page(name, size, *builds, vendor="sqlite"):
    """Measured rounds: each build is a list of dictionaries of milliseconds."""
    return Measured(PAGES[name], size, vendor, [Figures(list(rounds)) for rounds in builds])


def test_a_ratio_is_that_of_medians_to_the_empty_page():
    rounds = [{FIRST: ms, EMPTY: empty} for ms, empty in ((10, 2), (30, 1), (16, 90))]
    assert of_page("status", "M", rounds).builds[0].ratio(FIRST) == 8


@pytest.mark.parametrize(
    ("vendor", "times", "is_over"),
    [("sqlite", 4, False), ("sqlite", 4.1, True), ("postgresql", 6, False)],
)
def test_each_database_has_its_target(vendor, times, is_over):
    one = of_page("status", "M", [{AGAIN: times, EMPTY: 1}], vendor=vendor)
    assert one.is_over(AGAIN) is is_over


def test_a_page_without_a_target_is_neither_over_nor_under():
    one = of_page("status", "S", [{FIRST: 500, EMPTY: 1}])
    assert (one.is_over(FIRST), one.asked_for(FIRST)) == (None, "")


def test_saving_may_take_what_it_takes_beside():
    rounds = [{SAVED: 22.1, EMPTY: 1}], [{SAVED: 20, EMPTY: 1}]
    assert of_page("save_week", "M", *rounds).is_over(SAVED)
    assert not of_page("save_week", "M", *reversed(rounds)).is_over(SAVED)
    assert of_page("save_week", "M", rounds[0]).is_over(SAVED) is None


def test_growth_is_told_where_both_sizes_were_measured():
    smaller, larger = (
        of_page("register", size, [{FIRST: ms, EMPTY: 1}]) for size, ms in (("5K", 10), ("50K", 16))
    )
    (growth,) = growths([smaller, larger])
    assert (growth.times, growth.is_over) == (1.6, True)
    assert growths([larger]) == []


def test_whatever_is_asked_for_is_measured():
    measured = {(page.name, size) for page in rules.PAGES for size in page.sizes}
    for name, size, _moment in [*rules.TARGETS, *rules.LONGEST]:
        assert (name, size) in measured
    for name, smaller, larger in rules.GROWTH:
        assert {(name, smaller), (name, larger)} <= measured
    assert {size for _name, size in measured} == set(rules.SIZES)


def test_the_programme_file_has_as_many_results_as_asked_for(tmp_path):
    file = tmp_path / "program.json"
    program_file.write(file, 600)
    results = parse(file.read_bytes()).measurements
    assert len(results) == 600
    assert len({result.criterion for result in results}) == program_file.CRITERIA


@pytest.mark.parametrize("options", [{"sizes": "S,XL"}, {"pages": "status, my_page"}])
def test_an_unknown_name_is_said_before_anything_is_started(options):
    with pytest.raises(CommandError, match="with commas between"):
        call_command("benchmark", **options)
