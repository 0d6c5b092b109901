"""Plans as the pages show them."""
