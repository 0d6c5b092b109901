"""Pages of a questionnaire's version."""
