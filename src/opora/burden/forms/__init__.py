"""Forms of inquiries and of the ledger."""
