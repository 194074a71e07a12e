from collections.abc import Sequence

from activities.models import Activity, Place
from exchange.rules import faults
from exchange.rules.shapes import Row
from exchange.rules.values import Day, Filled, Small, Text, Whole
from exchange.services.drafts import Draft
from exchange.services.saving import create
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.initiatives import initiative_of


class ActivityRow(Row):
    ref: Filled
    main_area: Small
    initiative: Filled | None = None
    heading: Text = ""
    title: Filled
    description: Text = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    planned_occurrences: Whole | None = None
    place: Filled | None = None
    responsible: Filled | None = None


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        place = place_of(draft, row.place, row.at)
        initiative = initiative_of(draft, row)
        yield row.ref, draft.row(SECTION, row, initiative=initiative, place=place)


def place_of(draft: Draft, name: str | None, at: faults.Place) -> Place | None:
    """The place of that name, one for all rows that name it; none is saved yet."""
    if not name:
        return None
    places = draft.by_name["places"]
    if name not in places:
        places[name] = draft.check(Place(name=name), at, {"name": "place"})
    return places[name]


def save(activities: Sequence[Activity]) -> None:
    """Places are shared between programmes: known ones are used again."""
    for activity in activities:
        if activity.place:
            activity.place, _created = Place.objects.get_or_create(name=activity.place.name)
    create(activities)


SECTION = Section(
    key="activities",
    shape=ActivityRow,
    is_configured=True,
    word="activity",
    refers={"main_area": "main_areas", "initiative": "initiatives", "responsible": "users"},
    model=Activity,
    found=lambda program: (
        Activity.objects.of_program(program).planned().select_related("place").in_order()
    ),
    called="ref",
    more=lambda activity, names: {"place": activity.place and activity.place.name},
    keys={
        "activity_starts_before_it_ends": "ends_on",
        "activity_occurs_at_least_once": "planned_occurrences",
    },
    make=make,
    save=save,
    hangs_on={"main_area": "main_areas"},
)
