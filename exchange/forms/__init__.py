"""Forms of programmes in and out."""
