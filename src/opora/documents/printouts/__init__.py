"""A document in office form: title page, sections, tables of the chain, numbered annexes. Pure."""
