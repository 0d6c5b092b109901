"""Roadmaps: forms."""
