"""What is typed into a form and not saved yet: kept on the server, for its author alone."""
