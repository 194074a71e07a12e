"""The sources of this app: by hand, attendance, rosters, hours."""
