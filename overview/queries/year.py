"""Reading the whole programme as it is configured: a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity
from core.addresses import addresses_of
from core.dates import format_date_short
from core.numbers import format_money, format_number
from economy.models import BudgetLine
from economy.queries.budget import lines_of
from indicators.models import Criterion
from indicators.rules.criteria import rule_of
from indicators.rules.explanations import target_text
from overview.queries.pages import status_table
from overview.rules.year import (
    AreaPart,
    InitiativePart,
    Piece,
    SourcePart,
    YearOutline,
    numbered,
    outcome_text,
)
from programs.models import FundingSource, Initiative, MainArea, Program
from programs.rules.as_of import default_as_of
from resources.models import StaffAllocation
from resources.rules.words import amount_words

# The part of a main area that a piece stands in: the area, and its initiative if it has one.
Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What was read, by where it stands."""

    program: Program
    activities: Mapping[Place, Sequence[Activity]]
    criteria: Mapping[Place, Sequence[Criterion]]
    allocations: Mapping[int, Sequence[StaffAllocation]]
    people: Mapping[int, str]
    # How the criteria that were carried over stood in the year before, by their primary keys then.
    before: Mapping[int, str]


def year_of(program: Program) -> YearOutline:
    criteria = Criterion.objects.of_program(program).in_order().with_answerable()
    carried = list(criteria.select_related("original__main_area__program"))
    rows = _Rows(
        program,
        _by_place(Activity.objects.of_program(program).planned().in_order()),
        _by_place(carried),
        _by(StaffAllocation.objects.filter(main_area__program=program), "main_area_id"),
        {person.pk: person.named for person in User.objects.all()},
        _before(carried),
    )
    initiatives = Prefetch("initiatives", Initiative.objects.order_by("position", "pk"))
    areas = program.main_areas.order_by("number").prefetch_related(initiatives)
    return YearOutline([_area(area, rows) for area in areas], _sources(program))


def _before(criteria: Iterable[Criterion]) -> Mapping[int, str]:
    """From the status of the years before, which is held. It is read where there are such."""
    originals = {one.original_id for one in criteria}
    years = {one.original.main_area.program for one in criteria if one.original}
    tables = [status_table(year, default_as_of(year)) for year in years]
    return {
        row.pk: outcome_text(row, table.program.slug, table.as_of)
        for table in tables
        for row in table.all_rows
        if row.pk in originals
    }


def _by(rows: Iterable[Any], name: str) -> Mapping[Any, Sequence[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _by_place(rows: Iterable[Any]) -> Mapping[Place, Sequence[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.main_area_id, row.initiative_id].append(row)
    return found


def _area(area: MainArea, rows: _Rows) -> AreaPart:
    initiatives = list(area.initiatives.all())
    parts = [_initiative(area, one, n, rows) for n, one in enumerate(initiatives, 1)]
    alone = _initiative(area, None, 0, rows)
    if alone.activities or alone.criteria:
        parts.append(alone)
    allocations = rows.allocations.get(area.pk, ())
    titles = {one.pk: one.title for one in initiatives}
    facts = [_fte(area.fte), area.policy_strand]
    return AreaPart(
        _piece(str(area.number), area, *facts),
        parts,
        [
            _piece("", one, amount_words(one), titles.get(one.initiative_id or 0), _name(rows, one))
            for one in allocations
        ],
        f"main_area={area.pk}",
    )


def _initiative(
    area: MainArea, initiative: Initiative | None, place: int, rows: _Rows
) -> InitiativePart:
    number = f"{area.number}.{place}"
    key = area.pk, initiative.pk if initiative else None
    criteria = rows.criteria.get(key, ())
    numbers = numbered([one.parent_id for one in criteria], [one.pk for one in criteria], "")
    return InitiativePart(
        _piece(number, initiative) if initiative else None,
        [
            _piece(f"{number}.{n}", one, one.heading, _days(one), _name(rows, one))
            for n, one in enumerate(rows.activities.get(key, ()), 1)
        ],
        [
            replace(
                _piece(f"{number}.K{numbers[one.pk]}", one, *_facts_of_criterion(one, rows)),
                before=rows.before.get(one.original_id or 0, ""),
            )
            for one in sorted(criteria, key=lambda one: _in_order(numbers[one.pk]))
        ],
        f"main_area={area.pk}&initiative={initiative.pk}" if initiative else "",
    )


def _in_order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _facts_of_criterion(criterion: Criterion, rows: _Rows) -> list[str]:
    demand = target_text(rule_of(criterion, rows.program.starts_on))
    due = _("due %s") % format_date_short(criterion.due_on)
    answers: int | None = getattr(criterion, "answerable_id", None)
    return [
        criterion.heading,
        f"{demand} {criterion.unit}".strip() or str(criterion.get_measure_display()),
        due,
        rows.people.get(answers, "") if answers else _("nobody responsible"),
    ]


def _name(rows: _Rows, record: Any) -> str:
    """Who is set to it: an activity's responsible, an allocation's person."""
    pk = record.responsible_id if isinstance(record, Activity) else record.person_id
    return rows.people.get(pk or 0, "")


def _days(activity: Activity) -> str:
    days = [day for day in (activity.starts_on, activity.ends_on) if day]
    return " – ".join(dict.fromkeys(format_date_short(day) for day in days))


def _fte(fte: Decimal | None) -> str:
    return "" if fte is None else _("%(fte)s FTE") % {"fte": format_number(fte)}


def _sources(program: Program) -> list[SourcePart]:
    lines = _by(lines_of(program), "source_id")
    found = []
    for source in FundingSource.objects.filter(program=program):
        own: Sequence[BudgetLine] = lines.get(source.pk, ())
        pieces = [_piece("", line, str(line.subject), format_money(line.amount)) for line in own]
        granted = sum((line.amount for line in own), Decimal(0))
        found.append(SourcePart(_piece("", source), pieces, granted))
    return found


def form_of(record: Model) -> str:
    """The address of the form that changes a part."""
    return _form_of(type(record))(record.pk)


@cache
def _form_of(model: type[Model]) -> Callable[[int], str]:
    """The address of the form that changes a row of the model, by its primary key."""
    return addresses_of(f"{model._meta.app_label}:{model._meta.model_name}_change")


def _piece(number: str, record: Model, *facts: str | None) -> Piece:
    depth = number.partition("K")[2].count(".")
    return Piece(number, record, form_of(record), [fact for fact in facts if fact], depth)
