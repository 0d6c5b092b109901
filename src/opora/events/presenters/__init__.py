"""Events as the pages show them."""
