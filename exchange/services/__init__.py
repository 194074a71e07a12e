"""Loading a programme: its rows made, checked and saved, section by section."""
