"""Workbooks of expertise: the results of a round, an expert's sheets to fill in off line."""
