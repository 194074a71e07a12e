"""Staff allocations; planned, used and forecast hours and money beside the results."""
