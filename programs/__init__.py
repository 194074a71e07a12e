"""Programmes: a period, its main areas and their initiatives."""
