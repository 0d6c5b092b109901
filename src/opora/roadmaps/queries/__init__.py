"""Roadmaps: queries."""
