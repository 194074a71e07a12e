"""Activities, log entries, hours and files."""
