"""Writes of curators: one verb each, keyword-only, atomic."""
