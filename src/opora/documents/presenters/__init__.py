"""Documents for the eye."""
