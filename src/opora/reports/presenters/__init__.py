"""Reports as the pages show them."""
