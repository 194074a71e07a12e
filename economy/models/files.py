"""Files of expenses: vouchers and bills."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.attachments import Attachment
from economy.models.postings import Expense


class ExpenseAttachment(Attachment):
    """A file of an expense, handed out only to those who may see files."""

    belongs_to = "expense"
    expense = models.ForeignKey(
        Expense, models.PROTECT, related_name="attachments", verbose_name=_("expense")
    )

    def get_absolute_url(self) -> str:
        return reverse("economy:expense_file", args=[self.key])
