"""Questionnaires as XLSForm, so that they travel to and from ODK and KoboToolbox."""

from opora.questionnaires.xlsform.reading import Found, read
from opora.questionnaires.xlsform.writing import About, write

__all__ = ["About", "Found", "read", "write"]
