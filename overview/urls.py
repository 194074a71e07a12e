from django.urls import path, register_converter

from core.addresses import one_of
from overview.views import organisations, pages, people, resources, status

app_name = "overview"

# The endings of the addresses that hand out a page's figures as data.
register_converter(one_of(["json", "csv", "xlsx"]), "data")
register_converter(one_of(["contact", "consultant"]), "person")

urlpatterns = [
    path("", pages.home, name="home"),
    path("my/", pages.my_page, name="my_page"),
    path("programs/<slug:slug>/", pages.outline, name="outline"),
    path("programs/<slug:slug>/status/", status.status, name="status"),
    path("programs/<slug:slug>/status.<data:kind>", status.status_data, name="status_data"),
    path("programs/<slug:slug>/resources/", resources.resources, name="resources"),
    path(
        "programs/<slug:slug>/resources.<data:kind>",
        resources.resources_data,
        name="resources_data",
    ),
    path("programs/<slug:slug>/logbook/", pages.logbook, name="logbook"),
    path("areas/<int:pk>/", pages.main_area, name="main_area"),
    path("activities/<int:pk>/", pages.activity, name="activity"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("people/<person:kind>/<int:pk>/held/", people.held_page, name="person_held_page"),
    path("people/<person:kind>/<int:pk>/held.json", people.held, name="person_held"),
    path("search/", pages.search, name="search"),
    path("rules/", pages.rules, name="rules"),
]
