"""Money: budget lines and their revisions, expenses with their files, commitments."""

from economy.models.headings import ColumnHeading
from economy.models.postings import (
    BudgetLine,
    BudgetRevision,
    Commitment,
    Expense,
    ExpenseAttachment,
)

__all__ = [
    "BudgetLine",
    "BudgetRevision",
    "ColumnHeading",
    "Commitment",
    "Expense",
    "ExpenseAttachment",
]
