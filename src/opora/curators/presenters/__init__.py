"""Curators as the pages show them."""
