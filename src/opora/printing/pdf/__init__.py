"""PDF by typst: a fixed template, the document passed beside it as data."""
