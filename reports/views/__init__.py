"""The room's pages and files: the programme document."""
