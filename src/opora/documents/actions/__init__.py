"""Writes of documents: rows, versions, steps, remarks."""
