from django.urls import path

from accounts.views.files import file, thumbnail
from economy.models import ExpenseAttachment
from economy.views import commitments, economy, expenses, importing
from economy.views.configuration import BUDGET_LINE
from programs.views.parts import addresses

app_name = "economy"

ECONOMY = "programs/<slug:slug>/economy/"
EXPENSE = "expenses/<int:pk>/"
COMMITMENT = "commitments/<int:pk>/"

urlpatterns = [
    path("expenses/files/<uuid:key>/", file, {"model": ExpenseAttachment}, name="expense_file"),
    path(
        "expenses/files/<uuid:key>/small/",
        thumbnail,
        {"model": ExpenseAttachment},
        name="expense_thumbnail",
    ),
    path(ECONOMY, economy.economy, name="economy"),
    path(f"{ECONOMY}expenses/new/", expenses.new, name="expense_new"),
    path(f"{ECONOMY}commitments/new/", commitments.new, name="commitment_new"),
    path(f"{ECONOMY}import/", importing.upload, name="expense_import"),
    path(f"{ECONOMY}import/columns/", importing.columns, name="expense_import_columns"),
    path(f"{ECONOMY}import/forget/<int:pk>/", importing.forget, name="expense_import_forget"),
    path(f"{ECONOMY}import/confirm/", importing.confirm, name="expense_import_confirm"),
    path("budget-lines/<int:pk>/", economy.budget_line, name="budget_line"),
    path("budget-lines/<int:pk>/revise/", economy.revise, name="budget_line_revise"),
    path(EXPENSE, expenses.expense, name="expense"),
    path(f"{EXPENSE}correct/", expenses.correct, name="expense_correct"),
    path(f"{EXPENSE}retract/", expenses.retract, name="expense_retract"),
    path(f"{EXPENSE}undo/", expenses.undo, name="expense_undo"),
    path(COMMITMENT, commitments.commitment, name="commitment"),
    path(f"{COMMITMENT}release/", commitments.release, name="commitment_release"),
    path(f"{COMMITMENT}retract/", commitments.retract, name="commitment_retract"),
    path(f"{COMMITMENT}undo/", commitments.undo, name="commitment_undo"),
    *addresses("budget-lines", BUDGET_LINE),
]
