"""All rules of a book over a programme."""

from opora.documents.checks import chain, dates, numbers, people, texts
from opora.documents.checks.base import CHECKS, Case
from opora.documents.checks.rulebook import Finding, Rulebook
from opora.documents.outline import Outline
from opora.documents.programme import Programme

__all__ = ["CHECKS", "chain", "dates", "findings", "numbers", "people", "texts"]


def findings(programme: Programme, outline: Outline, book: Rulebook) -> list[Finding]:
    """Everything found, in the order of the book and within a rule of the programme."""
    case = Case(programme, outline, book)
    return [Finding(rule, hit) for rule in book.rules for hit in CHECKS[rule.code](case)]
