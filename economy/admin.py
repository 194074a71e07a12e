"""The configuration screen of budget lines."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import ConfigurationAdmin
from economy.forms.configuration import BudgetLineForm
from economy.models import BudgetLine


@admin.register(BudgetLine)
class BudgetLineAdmin(ConfigurationAdmin):
    form = BudgetLineForm
    list_display = ["title", "source", "subject", "amount"]
    list_filter = ["source__program", "source"]
    list_select_related = ["source", "initiative", "activity"]
    search_fields = ["title", "ref", "decision_reference", "source__name"]
    fieldsets = [
        (None, {"fields": ["source", "title", "amount", "decision_reference"]}),
        (_("To what"), {"fields": ["initiative", "activity"]}),
        (_("Order and reference"), {"fields": ["position", "ref"]}),
    ]

    @admin.display(description=_("what it is for"))
    def subject(self, line: BudgetLine) -> str:
        return str(line.subject)
