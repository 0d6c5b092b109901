"""Forms of territories and organisations."""
