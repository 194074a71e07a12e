"""The pages that read across the rooms."""
