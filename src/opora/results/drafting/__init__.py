"""From a workbook to a batch of rows ready to be written, and everything there is to say about it."""

from opora.results.drafting.draft import Draft, draw_up
from opora.results.drafting.owners import NewSchool

__all__ = ["Draft", "NewSchool", "draw_up"]
