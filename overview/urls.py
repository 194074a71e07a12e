from django.urls import path, register_converter

from core.addresses import word_converter
from overview.views import (
    adoption,
    drafts,
    history,
    organisations,
    pages,
    people,
    status,
    timeline,
    year,
)

app_name = "overview"

register_converter(word_converter(["contact", "consultant"]), "person")

urlpatterns = [
    path("", pages.home, name="home"),
    path("my/", pages.my_page, name="my_page"),
    path("programs/<slug:slug>/", pages.outline, name="outline"),
    path("programs/<slug:slug>/outline/", year.year, name="year"),
    path("programs/<slug:slug>/outline/move/", year.move, name="year_move"),
    path("programs/<slug:slug>/outline/several/", year.several, name="year_several"),
    path("programs/<slug:slug>/history/", history.history, name="history"),
    path("programs/<slug:slug>/adoption/", adoption.adoption, name="adoption"),
    path("programs/<slug:slug>/remove/", drafts.remove, name="remove_draft"),
    path("programs/<slug:slug>/closing/", adoption.closing, name="closing"),
    path("programs/<slug:slug>/adoption/withdraw/", adoption.withdraw, name="withdraw"),
    path("programs/<slug:slug>/unfit/", year.unfit, name="unfit"),
    path("programs/<slug:slug>/timeline/", timeline.timeline, name="timeline"),
    path("programs/<slug:slug>/status/", status.status, name="status"),
    path("programs/<slug:slug>/status.<data:kind>", status.status_data, name="status_data"),
    path("programs/<slug:slug>/logbook/", pages.logbook, name="logbook"),
    path("areas/<int:pk>/", pages.main_area, name="main_area"),
    path("activities/<int:pk>/", pages.activity, name="activity"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("people/<person:kind>/<int:pk>/data/", people.person_data_page, name="person_data_page"),
    path("people/<person:kind>/<int:pk>/data.json", people.person_data_json, name="person_data"),
    path("search/", pages.search, name="search"),
    path("rules/", pages.rules, name="rules"),
]
