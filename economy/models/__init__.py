"""Money: budget lines and their revisions, expenses with their files, commitments."""

from economy.models.postings import (
    BudgetLine,
    BudgetRevision,
    Commitment,
    Expense,
    ExpenseAttachment,
)

__all__ = ["BudgetLine", "BudgetRevision", "Commitment", "Expense", "ExpenseAttachment"]
