"""What holds for the site as a whole: every address and every form."""
