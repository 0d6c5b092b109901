"""Workbooks of the ledger and of inquiries."""
