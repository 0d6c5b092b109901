"""Roadmaps: presenters."""
