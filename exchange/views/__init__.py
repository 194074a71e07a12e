"""Pages of programmes in and out."""
