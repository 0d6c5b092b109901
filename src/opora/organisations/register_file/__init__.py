"""The register as a file: the same columns for template, export and import."""
