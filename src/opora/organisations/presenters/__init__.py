"""How the pages of this package read: from rows to what the templates draw."""
