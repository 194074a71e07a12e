"""Form fields, form pages and what forms share."""
