from django.urls import path, register_converter

from core.addresses import word_converter
from directory.rules.lists import LineKind
from directory.views import organisations, people, roster_lists, rosters

app_name = "directory"

register_converter(word_converter(LineKind), "what")

ROSTER = "activities/<int:pk>/participants/"
ONE = "organisations/<int:pk>/"

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/options/", organisations.options, name="organisation_options"),
    path("organisations/new/", organisations.new, name="organisation_new"),
    path(f"{ONE}rename/", organisations.rename_one, name="organisation_rename"),
    path(f"{ONE}correct/", organisations.correct_one, name="organisation_correct"),
    path(f"{ONE}merge/", organisations.merge, name="organisation_merge"),
    path(f"{ONE}classes/new/", organisations.new_class, name="class_new"),
    path(f"{ONE}bilingual/", organisations.bilingual_share, name="bilingual_share"),
    path(f"{ONE}contacts/new/", people.contact_new, name="contact_new"),
    path("contacts/<int:pk>/", people.contact_change, name="contact_change"),
    path("contacts/<int:pk>/remove/", people.contact_remove, name="contact_remove"),
    path("consultants/", people.consultants, name="consultants"),
    path("consultants/<int:pk>/", people.consultant, name="consultant"),
    path("consultants/<int:pk>/change/", people.consultant_change, name="consultant_change"),
    path("consultants/<int:pk>/remove/", people.consultant_remove, name="consultant_remove"),
    path(ROSTER, rosters.roster, name="roster"),
    path(f"{ROSTER}dates/", rosters.set_dates, name="roster_dates"),
    path(f"{ROSTER}add/<what:what>/", roster_lists.add, name="roster_add"),
    path(f"{ROSTER}add/<what:what>/confirm/", roster_lists.confirm, name="roster_confirm"),
    path(f"{ROSTER}copy/", roster_lists.copy, name="roster_copy"),
    path("participants/<int:pk>/", rosters.change, name="participant_change"),
    path("participants/<int:pk>/retract/", rosters.remove, name="participant_retract"),
]
