"""Programmes in and out: the programme file, one Section for each kind of row."""
