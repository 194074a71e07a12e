"""A programme's workbook: its sheets, and reading them into the rows of a programme file."""
