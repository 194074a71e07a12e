import datetime

from django.urls import path, register_converter

from activities.lists import What
from activities.views import (
    commitments,
    directory,
    expense_import,
    expenses,
    files,
    hours,
    money,
    people,
    roster_lists,
    rosters,
)
from core.addresses import one_of
from core.dates import iso_week, parse_week

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


register_converter(one_of(What), "what")
register_converter(WeekConverter, "week")

ROSTER = "activities/<int:pk>/participants/"
ONE = "organisations/<int:pk>/"
ECONOMY = "programs/<slug:slug>/economy/"
EXPENSE = "expenses/<int:pk>/"
COMMITMENT = "commitments/<int:pk>/"

urlpatterns = [
    path("files/<uuid:key>/", files.file, name="file"),
    path("hours/", hours.hours, name="hours"),
    path("hours/<week:monday>/", hours.week, name="week"),
    path("activities/<int:pk>/hours/", hours.of_activity, name="activity_hours"),
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
    path(ECONOMY, money.economy, name="economy"),
    path(f"{ECONOMY}expenses/new/", expenses.new, name="expense_new"),
    path(f"{ECONOMY}commitments/new/", commitments.new, name="commitment_new"),
    path(f"{ECONOMY}import/", expense_import.upload, name="expense_import"),
    path(f"{ECONOMY}import/confirm/", expense_import.confirm, name="expense_import_confirm"),
    path("budget-lines/<int:pk>/", money.budget_line, name="budget_line"),
    path("budget-lines/<int:pk>/revise/", money.revise, name="budget_line_revise"),
    path(EXPENSE, expenses.expense, name="expense"),
    path(f"{EXPENSE}correct/", expenses.correct, name="expense_correct"),
    path(f"{EXPENSE}retract/", expenses.take_back, name="expense_retract"),
    path(f"{EXPENSE}undo/", expenses.undo, name="expense_undo"),
    path(COMMITMENT, commitments.commitment, name="commitment"),
    path(f"{COMMITMENT}release/", commitments.let_go, name="commitment_release"),
    path(f"{COMMITMENT}retract/", commitments.take_back, name="commitment_retract"),
    path(f"{COMMITMENT}undo/", commitments.undo, name="commitment_undo"),
]
