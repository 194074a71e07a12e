"""SQL statements that add up hours. One query each.

The statements are written by hand, as they run over every row of hours there is, and building
them out of query expressions takes longer than running them. Main areas are named one by one:
PostgreSQL knows how much lies below one in the mean, and has to guess below «those of a programme».
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from activities.rules.hours import HOURS_THAT_COUNT, SUM_OF_MINUTES
from core.hours import in_hours, sum_hours
from core.statements import by_month, placeholders, rows_of
from programs.models import Program
from resources.rules.figures import LoggedHours

# Hours that count are logged at the activities of main areas, or at the areas as a whole.
_AT_ACTIVITIES = f"""
FROM activities_activity a JOIN activities_timeentry t ON t.activity_id = a.id
WHERE a.main_area_id IN ({{areas}}) AND {HOURS_THAT_COUNT}
"""
_AT_AREAS = f"""
FROM activities_timeentry t WHERE t.main_area_id IN ({{areas}}) AND {HOURS_THAT_COUNT}
"""
# Activity by activity, as the index of sums holds them: PostgreSQL would join all hours there are.
_BY_AREA = f"""
SELECT t.main_area_id, {SUM_OF_MINUTES}
FROM (
    SELECT a.main_area_id, (
        SELECT SUM(t.minutes) FROM activities_timeentry t
        WHERE t.activity_id = a.id AND {HOURS_THAT_COUNT}
    ) AS minutes
    FROM activities_activity a WHERE a.main_area_id IN ({{areas}})
) t
GROUP BY t.main_area_id
UNION ALL
SELECT t.main_area_id, {SUM_OF_MINUTES} {_AT_AREAS} GROUP BY t.main_area_id
"""  # noqa: S608 - put together of the constants above
# For a whole programme, whose activities lie side by side: grouped as the index of sums lies, from
# the first to the last; what others have in between is dropped with the look-up of the main area.
# Asked for the activities themselves, PostgreSQL looks up each row of hours among them.
_BY_SUBJECT_AND_PERSON = f"""
SELECT g.activity_id, a.main_area_id, g.person_id, g.minutes
FROM (
    SELECT t.activity_id, t.person_id, {SUM_OF_MINUTES} AS minutes
    FROM activities_timeentry t
    WHERE t.activity_id BETWEEN
            (SELECT MIN(a.id) FROM activities_activity a WHERE a.main_area_id IN ({{areas}}))
        AND (SELECT MAX(a.id) FROM activities_activity a WHERE a.main_area_id IN ({{areas}}))
      AND {HOURS_THAT_COUNT}
    GROUP BY t.activity_id, t.person_id
) g
JOIN activities_activity a ON a.id = g.activity_id
WHERE a.main_area_id IN ({{areas}})
UNION ALL
SELECT NULL, t.main_area_id, t.person_id, {SUM_OF_MINUTES} {_AT_AREAS}
GROUP BY t.main_area_id, t.person_id
"""  # noqa: S608 - put together of the constants above
_BY_DAY = f"""
SELECT t."on", {SUM_OF_MINUTES} {_AT_ACTIVITIES} GROUP BY t."on"
UNION ALL
SELECT t."on", {SUM_OF_MINUTES} {_AT_AREAS} GROUP BY t."on"
"""
_IN_AREA = f"""
SELECT t.activity_id, t.person_id, {SUM_OF_MINUTES}
FROM activities_timeentry t
WHERE t.activity_id IN (
    SELECT a.id FROM activities_activity a WHERE a.main_area_id = %s
) AND {HOURS_THAT_COUNT}
GROUP BY t.activity_id, t.person_id
UNION ALL
SELECT NULL, t.person_id, {SUM_OF_MINUTES}
FROM activities_timeentry t WHERE t.main_area_id = %s AND {HOURS_THAT_COUNT}
GROUP BY t.person_id
"""  # noqa: S608 - put together of the constants above
_AT_ACTIVITY = f"""
SELECT a.main_area_id, t.person_id, {SUM_OF_MINUTES}
FROM activities_activity a JOIN activities_timeentry t ON t.activity_id = a.id
WHERE a.id = %s AND {HOURS_THAT_COUNT} GROUP BY a.main_area_id, t.person_id
"""  # noqa: S608 - put together of the constants above
# In its own days, or the programme's, at the activities that share it or those of its initiative.
_BY_ALLOCATION = f"""
SELECT s.id, {SUM_OF_MINUTES}
FROM resources_staffallocation s
JOIN (
    SELECT m.staffallocation_id, m.activity_id FROM resources_staffallocation_activities m
    WHERE m.staffallocation_id IN ({{allocations}})
    UNION ALL
    SELECT whole.id, a.id FROM resources_staffallocation whole
    JOIN activities_activity a ON a.initiative_id = whole.initiative_id
    WHERE whole.id IN ({{allocations}})
) shared ON shared.staffallocation_id = s.id
JOIN activities_timeentry t ON t.activity_id = shared.activity_id
WHERE t."on" >= COALESCE(s.starts_on, %s) AND t."on" <= COALESCE(s.ends_on, %s)
  AND {HOURS_THAT_COUNT}
GROUP BY s.id
"""  # noqa: S608 - put together of the constants above


def hours_by_area(areas: Sequence[int], as_of: datetime.date) -> dict[int, Decimal]:
    """Of those main areas that have any."""
    found: dict[int, Decimal] = {}
    sql = _BY_AREA.format(areas=placeholders(areas))
    for area, minutes in rows_of(sql, [as_of, *areas, *areas, as_of]):
        if minutes is not None:
            found[area] = sum_hours([found.get(area, Decimal(0)), in_hours(minutes)])
    return found


def hours_by_subject_and_person(areas: Sequence[int], as_of: datetime.date) -> list[LoggedHours]:
    """Of a programme's main areas; what lies in between their activities is read, too."""
    sql = _BY_SUBJECT_AND_PERSON.format(areas=placeholders(areas))
    rows = rows_of(sql, [*areas, *areas, as_of, *areas, *areas, as_of])
    return [
        LoggedHours(activity, area, person, in_hours(minutes))
        for activity, area, person, minutes in rows
    ]


def hours_in_area(area: int, as_of: datetime.date) -> list[LoggedHours]:
    return [
        LoggedHours(activity, area, person, in_hours(minutes))
        for activity, person, minutes in rows_of(_IN_AREA, [area, as_of, area, as_of])
    ]


def hours_at_activity(activity: int, as_of: datetime.date) -> list[LoggedHours]:
    return [
        LoggedHours(activity, area, person, in_hours(minutes))
        for area, person, minutes in rows_of(_AT_ACTIVITY, [activity, as_of])
    ]


def hours_by_month(areas: Sequence[int], as_of: datetime.date) -> dict[str, Decimal]:
    """By «2011-06»."""
    sql = _BY_DAY.format(areas=placeholders(areas))
    return by_month(rows_of(sql, [*areas, as_of, *areas, as_of]), in_hours)


def hours_by_allocation(
    allocations: Sequence[int], program: Program, as_of: datetime.date
) -> dict[int, Decimal]:
    """Of those that have any."""
    if not allocations:
        return {}
    sql = _BY_ALLOCATION.format(allocations=placeholders(allocations))
    days = [program.starts_on, program.ends_on, as_of]
    rows = rows_of(sql, [*allocations, *allocations, *days])
    return {allocation: in_hours(minutes) for allocation, minutes in rows}
