"""Staff, hours and money of a generated programme: as many hours and expenses as asked for."""

import datetime
from decimal import Decimal

from activities.models import Activity, TimeEntry
from demo.services.generation.made import Made
from demo.services.generation.words import BOUGHT, REASONS, SOURCES
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from exchange.services.sections.allocations import NewAllocation
from exchange.services.sections.budget_lines import NewLine
from programs.models import FundingSource, Initiative
from resources.models import StaffAllocation

# A programme's first weeks are without hours, so that the benchmark has a week to save.
QUIET_DAYS = 15
FULL_DAY = 30  # quarters of an hour
MOST_A_DAY = 96
MOST_LINES = 40
CENT = Decimal("0.01")


def add_staff(made: Made) -> None:
    """Everybody is full-time; each area has a part, and in it an initiative and an activity."""
    areas = made.rows["main_areas"]
    of_each = (Decimal(len(made.people)) / len(areas)).quantize(CENT)
    for area in areas:
        area.fte = of_each
        initiative, activity = (
            made.of_area(section, area)[0] for section in ("initiatives", "activities")
        )
        whole = StaffAllocation(
            main_area=area,
            title=f"Fast indsats: {initiative}",
            initiative=initiative,
            fte=(of_each / 2).quantize(CENT),
        )
        part = StaffAllocation(
            main_area=area, title=f"Fast på {activity}", weekly_hours=Decimal(7), position=1
        )
        made.rows["allocations"] += [NewAllocation(whole, []), NewAllocation(part, [activity])]
    made.program.fte = of_each * len(areas)


def add_hours(made: Made, number: int) -> None:
    """So many rows of a week, each person's spread over the days and then the activities."""
    activities, starts_on = made.rows["activities"], made.program.starts_on
    days = (made.day - starts_on).days + 1 - QUIET_DAYS
    places = len(made.people) * days
    a_day = -(-number // places)
    if a_day > min(len(activities), MOST_A_DAY):
        raise ValueError("More hours than there are days and activities for.")
    most = max(1, FULL_DAY // max(1, a_day))
    for turn in range(number):
        day, person = divmod(turn % places, len(made.people))
        made.rows["time_entries"].append(
            TimeEntry(
                activity=activities[(turn // places + day + 7 * person) % len(activities)],
                person=made.people[person],
                on=starts_on + datetime.timedelta(QUIET_DAYS + day),
                minutes=15 * made.draw.randint(1, most),
            )
        )


def add_money(made: Made, number: int) -> None:
    """Lines to activities and initiatives, most with more than is used of them."""
    if not number:
        return
    sources = [FundingSource(program=made.program, name=name) for name in SOURCES]
    made.rows["funding_sources"] += sources
    for_what = [*made.rows["initiatives"], *made.rows["activities"]][:MOST_LINES]
    amount = Decimal(2000 * (number // len(for_what) + 1))
    lines = [
        _line(subject, position, amount, sources[position % len(sources)])
        for position, subject in enumerate(for_what)
    ]
    made.rows["budget_lines"] += map(NewLine, lines)
    for new in made.rows["budget_lines"][::3]:
        new.revisions.append(_revision(made, new.line))
    made.rows["expenses"] += [
        _expense(made, made.draw.choice(lines), place) for place in range(number)
    ]
    made.retract_some(made.rows["expenses"])
    made.rows["commitments"] += [
        _commitment(made, made.draw.choice(lines)) for _ in range(number // 20)
    ]


def _line(
    subject: Initiative | Activity, position: int, amount: Decimal, source: FundingSource
) -> BudgetLine:
    return BudgetLine(
        source=source,
        ref=f"linje-{position + 1}",
        title=f"Midler til {subject}",
        position=position,
        amount=amount,
        **{"activity" if isinstance(subject, Activity) else "initiative": subject},
    )


def _revision(made: Made, line: BudgetLine) -> BudgetRevision:
    on = made.any_day()
    return BudgetRevision(
        line=line,
        on=on,
        amount=max(line.amount + 1000 * made.draw.randint(-5, 5), Decimal(0)),
        reason=made.draw.choice(REASONS),
        **made.by(on, made.people[-1]),
    )


def _expense(made: Made, line: BudgetLine, place: int) -> Expense:
    on = made.any_day()
    return Expense(
        line=line,
        on=on,
        amount=Decimal(made.draw.randint(5_000, 300_000)) / 100,
        text=made.draw.choice(BOUGHT),
        voucher=f"B-{place + 1:06d}",
        **made.by(on, made.people[-1]),
    )


def _commitment(made: Made, line: BudgetLine) -> Commitment:
    on = made.any_day()
    released_on = on + datetime.timedelta(made.draw.randint(5, 60))
    return Commitment(
        line=line,
        on=on,
        amount=Decimal(made.draw.randint(100, 2_000)),
        text=made.draw.choice(BOUGHT),
        released_on=released_on if released_on <= made.day else None,
        **made.by(on, made.people[-1]),
    )
