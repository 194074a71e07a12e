"""What was planned and what happened: activities, log entries, hours and files."""
