"""Inquiries and the ledger as pages show them."""
