"""The project: settings, addresses and the server's entrance. Composition only."""
