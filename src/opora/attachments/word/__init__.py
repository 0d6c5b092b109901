"""DOCX: opened within limits, told about, its tables read, its text shown. Runs in the confined child."""
