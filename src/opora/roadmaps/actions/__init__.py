"""Roadmaps: actions."""
