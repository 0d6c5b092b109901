"""Template tags of answering."""
