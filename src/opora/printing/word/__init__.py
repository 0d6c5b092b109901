"""DOCX by python-docx: real styles, so that a person can go on working in the file."""
