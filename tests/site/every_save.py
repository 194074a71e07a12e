"""What is added, changed and deleted on each page of the configuration."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver

from activities.models import Activity
from economy.models import BudgetLine
from indicators.models import Criterion
from programs.models import FundingSource, Initiative, MainArea, Program
from resources.models import StaffAllocation
from tests.programs.part_pages import address, messages_of, remove, submit
from tests.site.small_site import SmallSite

WHY = {"reason": "Fordi"}
# By model the record that is changed, what is typed into it, and what is typed into a new one.
TYPED: dict[type[Model], tuple[Callable[[SmallSite], Any], dict[str, str], Any]] = {
    Program: (
        lambda site: site.program,
        {"title": "Arbejdsplanen", **WHY},
        lambda site: {
            "title": "Det næste",
            "slug": "2013",
            "starts_on": "01-01-2013",
            "ends_on": "31-12-2013",
        },
    ),
    MainArea: (
        lambda site: site.area,
        {"title": "Byen", **WHY},
        lambda site: {"title": "Nyt område"},
    ),
    FundingSource: (
        lambda site: site.line.source,
        {"name": "Den nye pulje", **WHY},
        lambda site: {"name": "En pulje mere"},
    ),
    Initiative: (
        lambda site: site.initiative,
        {"title": "Klubben", **WHY},
        lambda site: {"main_area": site.area.pk, "title": "En ny indsats"},
    ),
    Activity: (
        lambda site: site.activity,
        {"title": "Festen", **WHY},
        lambda site: {
            "main_area": site.area.pk,
            "title": "En ny",
            "responsible": site.konsulent.pk,
        },
    ),
    BudgetLine: (
        lambda site: site.line,
        {"title": "Den nye linje", **WHY},
        lambda site: {
            "source": site.line.source_id,
            "title": "En ny linje",
            "activity": site.activity.pk,
            "amount": "5.000",
        },
    ),
    Criterion: (
        lambda site: site.counted,
        {"target": "90", **WHY},
        lambda site: {
            "main_area": site.area.pk,
            "wording": "Mindst 10 nye",
            "measure": "count",
            "target": "10",
        },
    ),
    StaffAllocation: (
        lambda site: site.allocation,
        {"weekly_hours": "10", **WHY},
        lambda site: {
            "main_area": site.area.pk,
            "title": "En mere",
            "weekly_hours": "3",
            "activities": [site.activity.pk],
        },
    ),
}

# These show on none of the pages.
UNSEEN_SAVES: set[str] = set()


def models() -> set[type[Model]]:
    """Those that have a page of the configuration."""
    kinds = (pattern.default_args.get("kind") for pattern in _patterns(get_resolver()))
    return {kind.model for kind in kinds if kind} | {Program}


def _patterns(resolver: Any) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


def saves(site: SmallSite, client: Client) -> Iterator[str]:
    """Do each of them when asked for the next, and say what it was."""
    for model, (record, typed, new) in TYPED.items():
        name = model._meta.label
        _send(client, address(record(site)), **typed)
        yield f"{name} changed"
        before = set(model._default_manager.values_list("pk", flat=True))
        _send(client, address(model, "new"), **new(site))
        yield f"{name} added"
        [added] = model._default_manager.exclude(pk__in=before)
        remove(client, added)
        assert not model._default_manager.filter(pk=added.pk).exists()
        yield f"{name} deleted"


def _send(client: Client, where: str, **typed: Any) -> None:
    assert messages_of(submit(client, where, **typed)) == []
