"""Printed papers of meetings."""

from opora.meetings.printouts.minutes import minutes
from opora.meetings.printouts.workbook import workbook

__all__ = ["minutes", "workbook"]
