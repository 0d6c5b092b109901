"""Expertise as its pages show it."""
