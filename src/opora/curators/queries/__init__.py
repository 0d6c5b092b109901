"""Reads of curators. Everything a view shows comes through `visibility`."""
