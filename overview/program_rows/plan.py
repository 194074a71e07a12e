"""A programme file's outline as the models hold it: main areas, initiatives, activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from activities.models import Activity
from activities.models import Place as Venue
from overview.program_file import ROWS, Fault, ProgramFile, shown
from overview.program_file.register_shapes import RequisitionRow
from overview.program_file.shapes import ActivityRow, CriterionRow, Header
from overview.program_rows.refusals import faults_of, said
from overview.program_rows.rows import Rows
from programs.models import Initiative, MainArea, Program
from programs.rules.fte import hours_of
from programs.rules.staffing import check_fte


def program_of(file: ProgramFile) -> Program:
    header = file.header
    if header is None:
        return Program()
    return Program(
        **header.model_dump(exclude={"adopted", "fte", *ROWS}),
        **_staff_of(header),
        adopted_on=header.adopted.on if header.adopted else None,
        adoption_reference=header.adopted.reference if header.adopted else "",
    )


def _staff_of(header: Header) -> dict[str, Any]:
    """The programme's FTE; without hours, those of its basis in the year in which it starts."""
    given = header.fte
    if given is None:
        return {}
    hours = given.hours
    if hours is None:
        hours = hours_of(given.basis, header.starts_on.year)
    return {"fte": given.total, "fte_basis": given.basis, "hours_per_fte": hours}


def add_main_areas(rows: Rows, file: ProgramFile) -> None:
    for row in file.main_areas:
        area = MainArea(program=rows.program, **row.model_dump())
        rows.main_areas[row.number] = area
        rows.faults += faults_of(area, row.at)
    try:
        check_fte(rows.program, [area.fte for area in rows.main_areas.values()])
    except ValidationError as error:
        rows.faults += said(error, ())


def add_initiatives(rows: Rows, file: ProgramFile) -> None:
    for row in file.initiatives:
        initiative = Initiative(
            main_area=rows.area(row.main_area),
            position=row.position,
            **row.model_dump(include={"ref", "title", "description"}),
        )
        rows.initiatives[row.ref] = initiative
        rows.faults += faults_of(initiative, row.at)


def initiative_of(rows: Rows, row: ActivityRow | CriterionRow, area: MainArea) -> Initiative | None:
    """The initiative that the row names, which must be of the row's own main area."""
    initiative = rows.initiatives.get(row.initiative or "")
    if initiative is None or row.main_area not in rows.main_areas:
        return None
    if initiative.main_area is not area:
        rows.faults.append(
            Fault(
                (*row.at, "initiative"),
                f"«{shown(row.initiative)}» belongs to main area "
                f"{initiative.main_area.number}, not {row.main_area}",
            )
        )
    return initiative


def venue_of(rows: Rows, row: ActivityRow | RequisitionRow) -> Venue | None:
    """The place that the row names, one for all rows that name it."""
    if not row.place:
        return None
    if row.place not in rows.venues:
        rows.venues[row.place] = Venue(name=row.place)
        rows.faults += faults_of(rows.venues[row.place], row.at, keys={"name": "place"})
    return rows.venues[row.place]


def add_activities(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    plain = {
        "ref", "heading", "title", "description", "starts_on", "ends_on", "planned_occurrences",
    }  # fmt: skip
    for row in file.activities:
        area = rows.area(row.main_area)
        activity = Activity(
            main_area=area,
            initiative=initiative_of(rows, row, area),
            position=row.position,
            place=venue_of(rows, row),
            responsible=users.get(row.responsible or ""),
            **row.model_dump(include=plain),
        )
        rows.activities[row.ref] = activity
        rows.faults += faults_of(activity, row.at)
