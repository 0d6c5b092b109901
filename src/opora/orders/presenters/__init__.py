"""Orders as the pages show them."""
