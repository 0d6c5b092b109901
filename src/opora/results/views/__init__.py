"""Pages of exam results."""
