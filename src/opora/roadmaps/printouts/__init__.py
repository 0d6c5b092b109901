"""Roadmaps: printouts."""
