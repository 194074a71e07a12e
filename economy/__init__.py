"""Money: budget lines, expenses, commitments and their import."""
