"""What the pages of a questionnaire show."""
