"""Budget lines as a kind of what a programme is made of."""

from django.utils.translation import gettext_lazy

from economy.forms.configuration import BudgetLineForm
from programs.views.parts import Kind

BUDGET_LINE = Kind(
    BudgetLineForm,
    gettext_lazy("New budget line"),
    gettext_lazy("Change the budget line"),
    to_program="source__program",
)
