"""What the benchmark has to know of a build's database, printed as JSON.

It runs inside either build, so it holds to what both have: names of models and of columns.
"""

import datetime
import json
import sys
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client


def facts_of(slug: str, reader: str, writer: str, ref: str) -> dict[str, Any]:
    """Of a generated programme; ``ref`` is of the activity whose form asks for ten results."""
    from core.clock import today

    Activity = apps.get_model("activities", "Activity")
    program = apps.get_model("programs", "Program").objects.get(slug=slug)
    activity = Activity.objects.get(main_area__program=program, ref=ref)
    planned = Activity.objects.filter(main_area__program=program, kind="planned").order_by("pk")
    criteria = apps.get_model("indicators", "Criterion").objects
    busiest = criteria.filter(main_area__program=program).annotate(number=Count("measurements"))
    hours = apps.get_model("activities", "TimeEntry").objects
    held = hours.filter(activity=activity, on=today(), person__username=writer).first()
    return {
        "slug": slug,
        "activity": activity.pk,
        "busiest": busiest.latest("number", "pk").pk,
        "criteria": list(activity.criteria.order_by("pk").values("pk", "measure", "base")),
        "activities": list(planned.values_list("pk", flat=True)[:10]),
        "today": today().isoformat(),
        # On which all of its criteria are in time: later, the form would ask.
        "in_time": min([today(), *activity.criteria.values_list("due_on", flat=True)]).isoformat(),
        "this_week": _week(today()),
        "quiet_week": _week(_quiet_day(hours.filter(person__username=reader), program.starts_on)),
        "hours": format(round(held.hours, 2).normalize(), "f") if held else "",
        "reader": _cookies_of(reader),
        "writer": _cookies_of(writer),
    }


def _quiet_day(hours: Any, starts_on: datetime.date) -> datetime.date:
    """In a week with nothing but what is saved there: the programme's second, if it is free.

    In a build whose programmes have hours from the first day on, it is a week before they start.
    """
    day = starts_on + datetime.timedelta(weeks=1)
    taken = hours.filter(on__range=(starts_on, starts_on + datetime.timedelta(weeks=2)))
    return starts_on - datetime.timedelta(weeks=2) if taken.exists() else day


def _week(day: datetime.date) -> str:
    return "{}-W{:02}".format(*day.isocalendar()[:2])


def _cookies_of(username: str) -> dict[str, str]:
    """Those of a session made here, so that no sign-in is measured."""
    client = Client()
    user = apps.get_model("accounts", "User").objects.get(username=username)
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


if __name__ == "__main__":
    django.setup()
    if connection.vendor == "postgresql":
        # What the server itself does some time after so many new rows.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    json.dump(facts_of(*sys.argv[1:]), sys.stdout)
