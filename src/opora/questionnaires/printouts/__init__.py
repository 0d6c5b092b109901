"""The questionnaire on paper: one description, written as a PDF form and as DOCX."""

from opora.questionnaires.printouts.docx import as_docx
from opora.questionnaires.printouts.pdf import as_pdf
from opora.questionnaires.printouts.sheet import PaperSheet, sheet_of

__all__ = ["PaperSheet", "as_docx", "as_pdf", "sheet_of"]
