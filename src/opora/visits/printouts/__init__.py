"""Visits on paper and in workbooks."""
