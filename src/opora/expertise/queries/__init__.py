"""Reads of expertise. What a page shows comes through `visibility`."""
