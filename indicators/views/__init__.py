"""The room's pages: logging a result, an entry, a criterion."""
