"""Pages of answering: open ones for those who answer, signed-in ones for paper and the school card."""
