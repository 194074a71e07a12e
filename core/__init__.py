"""What every app may use and that knows no app: the clock, Danish formats, strict form fields."""
