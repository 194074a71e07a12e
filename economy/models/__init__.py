"""Money: budget lines and their revisions, expenses with their files, commitments."""

from economy.models.files import ExpenseAttachment
from economy.models.headings import ColumnHeading
from economy.models.postings import BudgetLine, BudgetRevision, Commitment, Expense

__all__ = [
    "BudgetLine",
    "BudgetRevision",
    "ColumnHeading",
    "Commitment",
    "Expense",
    "ExpenseAttachment",
]
