"""What the rules and the mirror say of a document as it stands."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from opora.documents import report
from opora.documents.checks.mirror import Mirror, mirror
from opora.documents.checks.rulebook import Finding, Rulebook
from opora.documents.checks.running import findings
from opora.documents.checks.sheet import Sheet
from opora.documents.models import Document, Row
from opora.documents.outline import Outline
from opora.documents.places import section_at
from opora.documents.programme import Programme
from opora.documents.queries.content import programme_of
from opora.documents.queries.definitions import expert_sheet, outline_of, rulebook
from opora.documents.queries.loading import rows_of
from opora.documents.states import Form


@dataclass(frozen=True)
class Checked:
    """A document with its rows, put together; the rules look at it when they are first asked: a save does not ask."""

    document: Document
    outline: Outline
    rows: list[Row]
    programme: Programme
    book: Rulebook
    sheet: Sheet

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._looked[0]

    @property
    def mirror(self) -> Mirror:
        return self._looked[1]

    @cached_property
    def _looked(self) -> tuple[tuple[Finding, ...], Mirror]:
        is_attached = self.document.form == Form.ATTACHED
        return _looked_at(self.programme, self.outline, self.book, self.sheet, is_attached)

    def as_json(self) -> dict[str, Any]:
        return report.as_json(self.programme, self.findings, self.mirror)


def checked(document: Document) -> Checked:
    """Five queries; nothing is reckoned again where neither the document nor a definition has changed."""
    path = document.territory_path
    book, sheet = rulebook(path), expert_sheet(path)
    rows = rows_of(document)
    programme = programme_of(document, book, rows)
    return Checked(document, outline_of(document.version), rows, programme, book, sheet)


#: what is said of free text that an attached document has in its file
_OF_TEXT = frozenset({"section-empty", "section-short"})


@lru_cache(maxsize=128)
def _looked_at(
    programme: Programme, outline: Outline, book: Rulebook, sheet: Sheet, is_attached: bool
) -> tuple[tuple[Finding, ...], Mirror]:
    found = tuple(
        each
        for each in findings(programme, outline, book)
        if not (is_attached and each.rule.code in _OF_TEXT and section_at(each.hit.row))
    )
    return found, mirror(sheet, found)
