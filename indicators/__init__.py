"""Success criteria, their measurements, and their status."""
