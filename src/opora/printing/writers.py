"""The writers, each loading its engine only when a file is asked for.

python-docx and xlsxwriter take a third of a second to import: every command and worker would pay
for it at the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opora.printing.blocks import Document
from opora.printing.sheets.model import Sheet


def write_docx(document: Document) -> bytes:
    """The document as DOCX."""
    from opora.printing.word.write import write_docx as write

    return write(document)


def write_pdf(document: Document) -> bytes:
    """The document as tagged PDF/A-2a and PDF/UA-1."""
    from opora.printing.pdf.write import write_pdf as write

    return write(document)


def write_xlsx(sheets: Sequence[Sheet], *, date_of_data: date | None = None, title: str = "") -> bytes:
    """The sheets as XLSX."""
    from opora.printing.sheets.write import write_xlsx as write

    return write(sheets, date_of_data=date_of_data, title=title)
