"""Pages that read across the rooms: status, my page, search, exports and loading a programme."""
