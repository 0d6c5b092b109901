"""Plans as files: workbooks that can be loaded again, documents to be signed."""
