"""Printed documents: one tree of blocks, written as DOCX and PDF; tables also as XLSX.

``Document`` and its blocks describe what is printed; ``write_docx``, ``write_pdf`` and
``write_xlsx`` make bytes of it. The same description gives the same bytes on every machine.
Words in the right case, dates and figures are in ``opora.printing.russian``.
"""

from opora.printing.blocks import (
    Addressee,
    Annex,
    ApprovalBlock,
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Letterhead,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Plain,
    Requisites,
    Signature,
    Slip,
    Slips,
    Stamp,
    Title,
    TitlePage,
)
from opora.printing.sheets.about import ABOUT_MARK, say_in_workbooks
from opora.printing.sheets.model import Sheet
from opora.printing.tables import Cell, Column, Mark, Row, Section, Table, Value
from opora.printing.text import Align, Run, Text
from opora.printing.writers import write_docx, write_pdf, write_xlsx

__all__ = [
    "ABOUT_MARK",
    "Addressee",
    "Align",
    "Annex",
    "ApprovalBlock",
    "Block",
    "BulletList",
    "Cell",
    "Column",
    "Document",
    "Figure",
    "Heading",
    "Letterhead",
    "Mark",
    "NumberedList",
    "Orientation",
    "PageBreak",
    "Paragraph",
    "Plain",
    "Requisites",
    "Row",
    "Run",
    "Section",
    "Sheet",
    "Signature",
    "Slip",
    "Slips",
    "Stamp",
    "Table",
    "Text",
    "Title",
    "TitlePage",
    "Value",
    "say_in_workbooks",
    "write_docx",
    "write_pdf",
    "write_xlsx",
]
