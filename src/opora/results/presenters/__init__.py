"""Results as the pages show them."""
