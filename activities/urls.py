import datetime

from django.urls import path, register_converter

from accounts.views.files import file, thumbnail
from activities.models import Attachment
from activities.views import hours
from activities.views.configuration import ACTIVITY
from core.dates import iso_week, parse_week
from programs.views.parts import addresses

app_name = "activities"


class WeekConverter:
    """An ISO week, given to the view as its Monday: 2011-W38."""

    regex = "[0-9]{4}-W[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        monday = parse_week(value)
        if monday is None:
            raise ValueError
        return monday

    def to_url(self, value: datetime.date) -> str:
        return iso_week(value)


register_converter(WeekConverter, "week")

urlpatterns = [
    path("files/<uuid:key>/", file, {"model": Attachment}, name="file"),
    path("files/<uuid:key>/small/", thumbnail, {"model": Attachment}, name="thumbnail"),
    path("hours/", hours.hours, name="hours"),
    path("hours/<week:monday>/", hours.week, name="week"),
    path("activities/<int:pk>/hours/", hours.of_activity, name="activity_hours"),
    *addresses("activities", ACTIVITY),
]
