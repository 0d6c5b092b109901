"""Orders as files: an order in office form, the registry and the matrix as workbooks. Pure."""
