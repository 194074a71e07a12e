from django.urls import path, register_converter

from overview.views import pages, status

app_name = "overview"


class DataFormat:
    """The endings of the addresses that hand out the status table as data."""

    regex = "json|csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DataFormat, "data")

urlpatterns = [
    path("", pages.home, name="home"),
    path("my/", pages.my_page, name="my_page"),
    path("programs/<slug:slug>/", pages.outline, name="outline"),
    path("programs/<slug:slug>/status/", status.status, name="status"),
    path("programs/<slug:slug>/status.<data:kind>", status.status_data, name="status_data"),
    path("programs/<slug:slug>/logbook/", pages.logbook, name="logbook"),
    path("areas/<int:pk>/", pages.main_area, name="main_area"),
    path("activities/<int:pk>/", pages.activity, name="activity"),
    path("search/", pages.search, name="search"),
    path("rules/", pages.rules, name="rules"),
]
