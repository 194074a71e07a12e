"""A made-up programme of any size, to measure and to try the product on.

The same seed, sizes and day give the same programme. It is a mix of everything that a criterion can
be (``CYCLE``, over and over), with a year of entries behind it, and is written as a programme file
is: with history, and without the checks, which its test makes instead.
"""

import datetime
import random
from typing import NamedTuple

from accounts.models import User
from accounts.models.roles import Role
from activities.models import Activity, Place
from core.versions import atomic_change
from demo.services.generation import criteria, registers, resources
from demo.services.generation.made import Made
from demo.services.generation.words import ACTIVITIES, AREAS, INITIATIVES, PEOPLE, PLACES, TEN
from exchange.services.loading import save_program
from programs.models import Initiative, MainArea, Program

PERIOD = datetime.timedelta(days=364)
GONE = datetime.timedelta(days=300)  # what of the period lies behind the day
# The activity whose form asks for exactly ten results.
TEN_REF = "ti-resultater"


class Size(NamedTuple):
    """How many a programme has of each."""

    criteria: int
    measurements: int
    participants: int
    requisitions: int
    time_entries: int = 0
    expenses: int = 0


SIZES = {
    "S": Size(25, 250, 200, 50, 1_000, 250),
    "M": Size(200, 5_000, 2_000, 500, 20_000, 5_000),
    "L": Size(500, 100_000, 20_000, 5_000, 100_000, 25_000),
}


class SlugInUse(ValueError):
    """There is a programme with the short name already."""


@atomic_change()
def generate(*, slug: str, size: Size, day: datetime.date, seed: int = 2011) -> Program:
    """Write the programme as of ``day``. ValueError for fewer than ten criteria, or for more hours
    than there are days for; SlugInUse.
    """
    if size.criteria < TEN or min(size) < 0:
        raise ValueError(f"At least {TEN} criteria, and no fewer than 0 of anything.")
    if Program.objects.filter(slug=slug).exists():
        raise SlugInUse(slug)
    program = Program(
        slug=slug,
        title=f"Prøveprogram {slug}: {size.criteria} kriterier",
        starts_on=day - GONE,
        ends_on=day - GONE + PERIOD,
        purpose="Et opdigtet program, der viser, hvordan siderne bærer mange tal.",
    )
    made = Made(program, day, _people(), random.Random(f"{seed} {size[:4]}"))  # noqa: S311 - no secret
    _add_areas(made, max(3, size.criteria // 60))
    _add_activities(made, max(6, size.criteria // 4))
    criteria.add_criteria(made, size.criteria)
    registers.add_rosters(made, size.participants)
    registers.add_cases(made, size.requisitions)
    criteria.add_results(made, size.measurements)
    resources.add_staff(made)
    resources.add_hours(made, size.time_entries)
    resources.add_money(made, size.expenses)
    save_program(program, made.rows)
    return program


def _people() -> list[User]:
    """Six colleagues who cannot sign in; those of an earlier programme are taken again."""
    known = {user.username: user for user in User.objects.all()}
    roles = [*[Role.CONSULTANT] * (len(PEOPLE) - 1), Role.MANAGER]
    return [
        known.get(username) or User.objects.create_user(username, role=role, full_name=full_name)
        for (username, full_name), role in zip(PEOPLE, roles, strict=True)
    ]


def _add_areas(made: Made, number: int) -> None:
    for area_number, title in enumerate(AREAS[:number], 1):
        area = MainArea(program=made.program, number=area_number, title=title)
        made.rows["main_areas"].append(area)
        for position, of_it in enumerate(INITIATIVES):
            ref = f"indsats-{area_number}-{position + 1}"
            initiative = Initiative(main_area=area, ref=ref, position=position, title=of_it)
            made.rows["initiatives"].append(initiative)


def _add_activities(made: Made, number: int) -> None:
    areas = made.rows["main_areas"]
    for position in range(number):
        area, place = areas[position % len(areas)], made.draw.choice(PLACES)
        starts_on = made.any_day()
        activity = Activity(
            main_area=area,
            initiative=made.draw.choice(made.of_area("initiatives", area)),
            ref=f"aktivitet-{position}" if position else TEN_REF,
            position=position,
            title=f"{made.draw.choice(ACTIVITIES)} i {place}",
            starts_on=starts_on,
            ends_on=starts_on + datetime.timedelta(30),
            planned_occurrences=1 + position % 12,
            place=Place(name=place),
            responsible=made.draw.choice(made.people),
        )
        made.rows["activities"].append(activity)
