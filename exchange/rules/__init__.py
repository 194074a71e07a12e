"""How a programme file is written and read. Pure, without a database."""
