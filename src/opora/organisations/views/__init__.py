"""Pages of territories and organisations."""
