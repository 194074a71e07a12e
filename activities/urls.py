from django.urls import path, register_converter

from activities.lists import What
from activities.views import directory, files, people, roster_lists, rosters
from core.addresses import one_of

app_name = "activities"

register_converter(one_of(What), "what")

ROSTER = "activities/<int:pk>/participants/"
ONE = "organisations/<int:pk>/"

urlpatterns = [
    path("files/<uuid:key>/", files.file, name="file"),
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/options/", directory.options, name="organisation_options"),
    path("organisations/new/", directory.new, name="organisation_new"),
    path(f"{ONE}rename/", directory.rename_one, name="organisation_rename"),
    path(f"{ONE}correct/", directory.correct_one, name="organisation_correct"),
    path(f"{ONE}merge/", directory.merge, name="organisation_merge"),
    path(f"{ONE}classes/new/", directory.new_class, name="class_new"),
    path(f"{ONE}bilingual/", directory.share, name="share"),
    path(f"{ONE}contacts/new/", people.contact_new, name="contact_new"),
    path("contacts/<int:pk>/", people.contact_change, name="contact_change"),
    path("contacts/<int:pk>/remove/", people.contact_remove, name="contact_remove"),
    path("consultants/", people.consultants, name="consultants"),
    path("consultants/<int:pk>/", people.consultant, name="consultant"),
    path("consultants/<int:pk>/change/", people.consultant_change, name="consultant_change"),
    path("consultants/<int:pk>/remove/", people.consultant_remove, name="consultant_remove"),
    path(ROSTER, rosters.roster, name="roster"),
    path(f"{ROSTER}mark/", rosters.mark_several, name="roster_mark"),
    path(f"{ROSTER}add/<what:what>/", roster_lists.add, name="roster_add"),
    path(f"{ROSTER}add/<what:what>/confirm/", roster_lists.confirm, name="roster_confirm"),
    path(f"{ROSTER}copy/", roster_lists.copy, name="roster_copy"),
    path("participants/<int:pk>/", rosters.change, name="participant_change"),
    path("participants/<int:pk>/take-off/", rosters.remove, name="participant_remove"),
]
