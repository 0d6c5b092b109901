"""Papers and workbooks of curators."""
