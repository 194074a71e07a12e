"""Organisations, people and the rosters of activities."""
