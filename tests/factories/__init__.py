"""Boring makers of rows for tests."""
