"""Roadmaps: views."""
