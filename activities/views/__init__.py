"""The room's pages: files, the directory of organisations, rosters."""
