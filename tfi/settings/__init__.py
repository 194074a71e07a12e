"""base is shared; demo, production, test and benchmark are the four ways to run."""
