"""Reads of discussions."""
