"""Pages of inquiries and of the ledger."""
