"""Documents that a school already has: a DOCX or a PDF, inspected, shown, its tables read.

``inspect`` tells what a file is or refuses it in words, ``preview`` makes safe HTML of a DOCX,
``tables`` reads its tables. All three are functions over bytes and know neither pages nor tables of
the database. A stranger's file is opened only in a confined child process, see docs/adr.
"""

from opora.attachments.papers import FoundTable, NotAPaper, Paper, Place
from opora.attachments.reading import inspect, preview, tables
from opora.attachments.refusals import NOT_NOW

__all__ = ["NOT_NOW", "FoundTable", "NotAPaper", "Paper", "Place", "inspect", "preview", "tables"]
