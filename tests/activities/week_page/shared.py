"""A week's page as it is asked for and sent."""

import datetime

MONDAY = datetime.date(2011, 9, 26)  # the clock stands at Saturday of that week

WEEK = "/hours/2011-W39/"


def name(activity, day=MONDAY):
    return f"a{activity.pk}-{day.isoformat()}"


def typed(activity, hours, was="", day=MONDAY, **more):
    """What a browser sends of a row in which one box was typed into."""
    opened = "|".join(was if n == day.weekday() else "" for n in range(7))
    return {
        "row": f"a{activity.pk}",
        f"was-a{activity.pk}": opened,
        name(activity, day): hours,
        **more,
    }


def shown(response):
    return [row.title for row in response.context["week"].rows]


def cell(response, day=MONDAY, row=0):
    return response.context["week"].rows[row].cells[day.weekday()]
